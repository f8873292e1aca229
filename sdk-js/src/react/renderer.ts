// Joins React to the guest's tree: the host config that react-reconciler asks for, a page of short functions that call tree.ts,
// and the root that a session mounts. What a commit means in operations is decided in core/tree.ts, not here.

import { createContext, createElement, type ComponentType } from "react";
import createReconciler from "react-reconciler";
import { ConcurrentRoot, DefaultEventPriority, DiscreteEventPriority, NoEventPriority } from "react-reconciler/constants";

import { formatArguments } from "../core/format_value";
import { GuestError } from "../core/guest_error";
import type { Guest, Renderer } from "../core/guest";
import type { Immediate } from "../core/immediate_queue";
import { RemoteRef } from "../core/remote_ref";
import { typeOfName } from "../core/template";
import { Tree, type Props, type TreeNode } from "../core/tree";
import { checkElement, checkText, ROOT_PARENT } from "../sdk/component_checks";
import { named, type CloneProps } from "./templates";
import { installScheduler, unstable_NormalPriority } from "./scheduler";

/** The element around what is rendered, for the checks of what may stand there: a component, or the name of a template or region. */
type HostContext = string;

/** React reads this when a form action runs; guests have none. */
const NOT_PENDING = null;

export function createReactRenderer(guest: Guest): Renderer {
  installScheduler(guest.immediates, () => guest.nowMs);
  const tree = new Tree(guest);
  // Kept, because a guest may replace its globals: a library's fake timers must not stop React.
  const enqueue = queueMicrotask;
  let updatePriority: number = NoEventPriority;

  const refuse = (what: string): never => {
    throw new GuestError("unsupported", `${what} is not supported: a guest has one tree and one root`);
  };

  const reconciler = createReconciler<
    string, Props, TreeNode, TreeNode, TreeNode, never, never, never, never, unknown, HostContext, never, Immediate, null, null, null, null,
    never, never, never, null, null, never
  >({
    rendererVersion: "19.3.1",
    rendererPackageName: "rill",
    extraDevToolsConfig: null,
    isPrimaryRenderer: true,
    warnsIfNotActing: false,
    supportsMutation: true,
    supportsPersistence: false,
    supportsHydration: false,
    supportsMicrotasks: true,
    scheduleMicrotask: (fn) => enqueue(fn as () => void),
    // Timeouts of React's own (how long to wait before a fallback shows) would make the host wait for the guest's taste. They
    // run in the turn, after everything else that is queued.
    scheduleTimeout: (fn) => guest.immediates.add(() => void fn(), unstable_NormalPriority),
    cancelTimeout: (immediate) => void (immediate.run = null),
    noTimeout: null,

    createInstance: (type, props, _root, parent) => {
      const what = named(type);
      if (what === undefined) {
        checkElement(type, typeOfName(parent));
        return tree.make(type, props);
      }
      const { template, region } = what;
      if (region >= 0) return tree.makeAnchor(template, region);
      checkElement(template.type, typeOfName(parent));
      return tree.makeClone(template, (props as unknown as CloneProps).values);
    },
    createTextInstance: (text, _root, parent) => {
      checkText(text, typeOfName(parent));
      return tree.makeText(text);
    },
    appendInitialChild: (parent, child) => tree.append(parent, child),
    finalizeInitialChildren: () => false,
    shouldSetTextContent: () => false,
    getRootHostContext: () => ROOT_PARENT,
    getChildHostContext: (_parent, type) => type,
    getPublicInstance: (node) => (node.handle ??= new RemoteRef(guest, node)),
    prepareForCommit: () => null,
    resetAfterCommit: () => tree.endCommit(),
    preparePortalMount: () => refuse("a portal"),
    detachDeletedInstance: () => {},

    appendChild: (parent, child) => tree.append(parent, child),
    appendChildToContainer: (root, child) => tree.append(root, child),
    insertBefore: (parent, child, before) => tree.insertBefore(parent, child, before),
    insertInContainerBefore: (root, child, before) => tree.insertBefore(root, child, before),
    removeChild: (parent, child) => tree.remove(parent, child),
    removeChildFromContainer: (root, child) => tree.remove(root, child),
    clearContainer: (root) => tree.removeAll(root),
    resetTextContent: () => {},
    commitTextUpdate: (node, _old, text) => tree.setText(node, text),
    commitMount: () => {},
    commitUpdate: (node, _type, _old, props) => {
      if (node.template === null) tree.update(node, props);
      else if (node.region < 0) tree.updateClone(node, (props as unknown as CloneProps).values);
    },
    hideInstance: (node) => tree.suspend(node),
    hideTextInstance: (node) => tree.suspend(node),
    unhideInstance: (node) => tree.unsuspend(node),
    unhideTextInstance: (node) => tree.unsuspend(node),

    setCurrentUpdatePriority: (priority) => void (updatePriority = priority),
    getCurrentUpdatePriority: () => updatePriority,
    resolveUpdatePriority: () => (updatePriority === NoEventPriority ? DefaultEventPriority : updatePriority),
    shouldAttemptEagerTransition: () => false,
    trackSchedulerEvent: () => {},
    resolveEventType: () => null,
    resolveEventTimeStamp: () => guest.nowMs,
    requestPostPaintCallback: () => {},
    getInstanceFromNode: () => null,
    beforeActiveInstanceBlur: () => {},
    afterActiveInstanceBlur: () => {},
    prepareScopeUpdate: () => {},
    getInstanceFromScope: () => null,
    NotPendingTransition: NOT_PENDING,
    HostTransitionContext: createContext<null>(NOT_PENDING),
    resetFormInstance: () => {},
    bindToConsole: () => () => {}, // React asks for it in development builds only

    // Nothing that a guest renders has to be loaded first.
    maySuspendCommit: () => false,
    maySuspendCommitOnUpdate: () => false,
    maySuspendCommitInSyncRender: () => false,
    preloadInstance: () => true,
    startSuspendingCommit: () => null,
    suspendInstance: () => {},
    suspendOnActiveViewTransition: () => {},
    waitForCommitToBeReady: () => null,
    getSuspendedCommitReason: () => null,

    // <ViewTransition> draws its children at once: animation is the adapter's business.
    startViewTransition: (_state, _root, _types, mutate, layout, _afterMutation, spawn) => {
      mutate();
      layout();
      spawn();
      return null;
    },
    stopViewTransition: () => {},
    addViewTransitionFinishedListener: (_transition, callback) => callback(),
    createViewTransitionInstance: () => null,
    applyViewTransitionName: () => {},
    restoreViewTransitionName: () => {},
    cancelViewTransitionName: () => {},
    cancelRootViewTransitionName: () => {},
    restoreRootViewTransitionName: () => {},
    measureInstance: () => null,
    measureClonedInstance: () => null,
    wasInstanceInViewport: () => false,
    hasInstanceChanged: () => false,
    hasInstanceAffectedParent: () => false,

    createFragmentInstance: () => refuse("a ref on a Fragment"),
    updateFragmentInstanceFiber: () => {},
    commitNewChildToFragmentInstance: () => {},
    deleteChildFromFragmentInstance: () => {},
  });

  // Made while the image is, so that a session finds it ready.
  const root = reconciler.createContainer(
    tree.root,
    ConcurrentRoot,
    null,
    false,
    null,
    "",
    (error, info) => guest.fail(error, readable(info.componentStack)),
    (error, info) => guest.report(error, readable(info.componentStack)),
    // React drew again and succeeded: worth a line, not an error.
    (error) => guest.log("warn", formatArguments(["React recovered from an error:", error]), null),
    () => {},
    null,
  );

  return {
    nodes: tree,
    mount: (component, props) => {
      const element = createElement(component as ComponentType<object>, isObject(props) ? props : null);
      reconciler.updateContainerSync(element, root, null, null);
      reconciler.flushSyncWork();
    },
    unmount: () => {
      reconciler.updateContainerSync(null, root, null, null);
      reconciler.flushSyncWork();
      reconciler.flushPassiveEffects();
    },
    dispatch: (fn, args) => {
      const previous = updatePriority;
      updatePriority = DiscreteEventPriority;
      try {
        return fn(...args);
      } finally {
        updatePriority = previous;
      }
    },
  };
}

/** A component stack with types in place of the names of templates and regions. A region at a root stands for the same element. */
function readable(stack: string | null | undefined): string | undefined {
  return stack?.replace(/^ *at #\d+\.\d+ (.*)\n *at #\d+ \1$/gm, "    at $1").replace(/^( *at )#[\d.]+ /gm, "$1");
}

const COMPONENT_TYPES: ReadonlySet<unknown> = new Set(["react.memo", "react.forward_ref", "react.lazy"].map((name) => Symbol.for(name)));

/** Whether a bundle's default export can be mounted: a function or class, or what memo, forwardRef and lazy make of one. */
export function isComponent(value: unknown): boolean {
  return typeof value === "function" || (isObject(value) && COMPONENT_TYPES.has((value as { $$typeof?: unknown }).$$typeof));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
