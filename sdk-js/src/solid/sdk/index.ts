// The module `rill/sdk/solid`: the names of `rill/sdk` for guests that use Solid, and Solid's own where no component has the name
// (`Switch` is a component of the host; Solid's comes from `solid-js`). types/sdk_solid.d.ts says the same to a guest's compiler.

export {
  batch, catchError, children, createComputed, createContext, createDeferred, createEffect, createMemo, createReaction, createRenderEffect,
  createResource, createRoot, createSelector, createSignal, createUniqueId, from, getListener, getOwner, Index, indexArray, lazy, mapArray,
  Match, mergeProps, observable, on, onCleanup, onMount, resetErrorBoundaries, runWithOwner, Show, splitProps, startTransition, Suspense,
  SuspenseList, untrack, useContext, useTransition,
} from "solid-js";
export { createMutable, createStore, modifyMutable, produce, reconcile, unwrap } from "solid-js/store";
export { GuestError } from "../../core/guest_error";
export { event } from "../../core/listeners";
export {
  ActivityIndicator, BarChart, Button, Card, Checkbox, CodeView, Collapsible, Column, DateInput, Divider, Form, FormField,
  Heading, Icon, Image, LineChart, Link, Markdown, Menu, MenuItem, Modal, Pressable, ProgressBar, RadioGroup, Row, ScrollView,
  Select, Shapes, Slider, Slot, Sparkline, Switch, Tab, Tabs, Text, TextInput, Toast, Tooltip, TouchableOpacity, View,
} from "../../sdk/components.generated";
export { hostComponent } from "../../sdk/host_component";
export { createDynamic, Dynamic, ErrorBoundary, RillErrorBoundary } from "../flow";
export { For } from "../rows";
export { useChannel, usePresence } from "./channels";
export { FlatList } from "./flat_list";
export { useConfig, useHostCall, useHostEvent, useRemoteRef, useSendToHost } from "./hooks";
export { SectionList } from "./section_list";
export { Table } from "./table";
export { Tree } from "./tree";
