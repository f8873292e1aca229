// The bridge between a provider and QuickJS-NG: implements docs/guest-abi.md. What lives here is the life of a runtime
// (create, load units, turns), the native object that JavaScript sees, and the job queue. There is no authority here:
// no file, clock, randomness or call-back of the host's.
//
// QuickJS-NG is included as source, unmodified, because the encoder reads strings and shapes in place and the
// description of a failure must not run guest code; its public interface offers neither.

#include <stdint.h>

// QuickJS-NG 0.17 puts a number into the hash table of a Map or Set by the low bits of its float64, which are zero for
// all small integers: a Map of a thousand node ids is one chain, 2 us for each `get` (measured; 0.1 us with the bits
// spread). In the place that matters, `h ^ seed ^ hash32(tag)`, the bare `h` cancels out and leaves `seed ^ spread(...)`;
// in the others `h` is the hash so far, or the zero below, and what comes out is as good a hash as before.
static inline uint32_t spread_bits(uint32_t bits) {
    bits ^= bits >> 16;
    bits *= 0x61c88647;
    return bits ^ bits >> 15;
}
static const uint32_t h = 0;

#include "cutils.h"
#define hash32(bits) (h ^ spread_bits(h ^ (bits)))

#include "quickjs.c"

#include "control.h"

enum {
    HANDLER_LOAD,
    HANDLER_TURN,
    HANDLER_PUMP,
    HANDLER_FINISH,
    HANDLER_INTERN_FUNCTION,
    HANDLER_RESOLVE_FUNCTION,
    HANDLER_COUNT,
};

static const char *const handler_names[HANDLER_COUNT] = {
    "load", "turn", "pump", "finish", "internFunction", "resolveFunction",
};

static JSValue handlers[HANDLER_COUNT];

// Whether the memory of the sandbox ran out since the turn began, whatever the engine made of that.
static bool is_memory_out;

#include "encode.c"
#include "decode.c"
#include "failure.c"

enum { STATUS_DONE = 0, STATUS_FAILED = 1, STATUS_INTERRUPTED = 2 };
enum { CHANNEL_OPERATIONS, CHANNEL_FRAMES, CHANNEL_COUNT };

// A turn settles within this many calls of `pump`, or it fails. The core counts its own rounds of immediates and stops at
// a thousand; it also runs each due timer in a call of its own, so this bound is far above both, and below the deadline.
enum { ROUNDS_MAX = 10000 };

// The cycle collector runs between turns (`rill_rest`), once the heap has grown by half since it ran last, and from this
// size on. The engine's own 256 KB would cost a quarter of the time in which a tree of nodes is made (measured).
enum { GC_DUE_MIN = 8 << 20 };
// What one turn may add before the collector runs in the middle of it after all. It is never off.
enum { GC_ROOM = 32 << 20 };

// Buffers above this size are given back after use, so that one large turn does not stay in every snapshot.
enum { BUFFER_KEPT_MAX = 64 << 10 };

volatile uint32_t control[CONTROL_WORDS] __attribute__((aligned(16))) = {[CONTROL_ABI] = ABI_VERSION};

static JSRuntime *runtime;
static JSContext *context;
static uint32_t heap_max;
// The heap size above which a collection is due, and where the engine would collect by itself.
static size_t gc_due = GC_DUE_MIN, gc_threshold;
static uint32_t units_loaded;
static bool interrupted;
static Buffer input;
static Buffer channels[CHANNEL_COUNT];
static uint32_t channel_values[CHANNEL_COUNT];
// What each channel holds of the limits that both share, to give back when it is cleared.
static struct { uint32_t values, extensions; } channel_share[CHANNEL_COUNT];

static struct {
    JSValue *promises;
    uint32_t count;
    uint32_t capacity;
} rejections;

extern void __wasm_call_ctors(void);

// ---- memory ----

static void *noting_failure(void *bytes) {
    if (!bytes) is_memory_out = true;
    return bytes;
}

static void *heap_calloc(void *opaque, size_t count, size_t size) {
    (void)opaque;
    return noting_failure(calloc(count, size));
}

static void *heap_malloc(void *opaque, size_t size) {
    (void)opaque;
    return noting_failure(malloc(size));
}

static void heap_free(void *opaque, void *bytes) {
    (void)opaque;
    free(bytes);
}

static void *heap_realloc(void *opaque, void *bytes, size_t size) {
    (void)opaque;
    return noting_failure(realloc(bytes, size));
}

static const JSMallocFunctions heap_functions = {
    heap_calloc, heap_malloc, heap_free, heap_realloc, js__malloc_usable_size,
};

// ---- the deadline ----

static int on_interrupt(JSRuntime *rt, void *opaque) {
    (void)opaque;
    if (!control[CONTROL_DEADLINE]) return 0;
    if (!interrupted) {
        interrupted = true;
        // From here on no guest code runs, not even to format the stack of the error that ends the turn.
        JS_FreeValueRT(rt, context->error_prepare_stack);
        context->error_prepare_stack = JS_UNDEFINED;
        JS_FreeValueRT(rt, context->error_stack_trace_limit);
        context->error_stack_trace_limit = js_int32(20);
    }
    return 1;
}

// Native code between two pieces of JavaScript asks here, because the engine only asks from within JavaScript.
static bool is_deadline_over(void) {
    if (control[CONTROL_DEADLINE]) interrupted = true;
    return interrupted;
}

// ---- promise rejections ----

static void on_rejection(JSContext *ctx, JSValueConst promise, JSValueConst reason, bool is_handled, void *opaque) {
    (void)reason, (void)opaque;
    // A rejection that is handled later is dropped when the list is read, which spares a search here.
    if (is_handled) return;
    if (rejections.count == rejections.capacity) {
        uint32_t capacity = rejections.capacity ? rejections.capacity * 2 : 16;
        // From the JavaScript heap, so that a flood of rejections meets its limit.
        JSValue *promises = js_realloc_rt(ctx->rt, rejections.promises, capacity * sizeof(JSValue));
        if (!promises) return;
        rejections.promises = promises;
        rejections.capacity = capacity;
    }
    rejections.promises[rejections.count++] = js_dup(promise);
}

// The unhandled rejections as an array of [promise, reason]; empties the list.
static JSValue take_rejections(JSContext *ctx) {
    JSValue list = JS_NewArray(ctx);
    uint32_t written = 0;
    for (uint32_t i = 0; i < rejections.count; i++) {
        JSValue promise = rejections.promises[i];
        JSPromiseData *data = JS_VALUE_GET_OBJ(promise)->u.promise_data;
        if (!data->is_handled && !JS_IsException(list)) {
            JSValue pair = js_create_array(ctx, 2, (JSValueConst[]){promise, data->promise_result});
            if (JS_IsException(pair) || JS_DefinePropertyValueUint32(ctx, list, written++, pair, JS_PROP_C_W_E) < 0) {
                JS_FreeValue(ctx, list);
                list = JS_EXCEPTION;
            }
        }
        JS_FreeValue(ctx, promise);
    }
    rejections.count = 0;
    return list;
}

// ---- the native object ----

static int channel_argument(JSContext *ctx, JSValueConst value) {
    if (JS_VALUE_GET_TAG(value) != JS_TAG_INT || (unsigned)JS_VALUE_GET_INT(value) >= CHANNEL_COUNT) {
        JS_ThrowRangeError(ctx, "channel must be 0 (operations) or 1 (frames)");
        return -1;
    }
    return JS_VALUE_GET_INT(value);
}

static JSValue native_install(JSContext *ctx, JSValueConst this_value, int count, JSValueConst *arguments) {
    (void)this_value, (void)count;
    if (JS_IsFunction(ctx, handlers[HANDLER_TURN])) return JS_ThrowTypeError(ctx, "handlers are installed already");
    JSValue found[HANDLER_COUNT];
    for (int i = 0; i < HANDLER_COUNT; i++) {
        found[i] = JS_GetPropertyStr(ctx, arguments[0], handler_names[i]);
        if (!JS_IsException(found[i]) && !JS_IsFunction(ctx, found[i])) {
            JS_FreeValue(ctx, found[i]);
            found[i] = JS_ThrowTypeError(ctx, "handler '%s' is not a function", handler_names[i]);
        }
        if (JS_IsException(found[i])) {
            while (i-- > 0) JS_FreeValue(ctx, found[i]);
            return JS_EXCEPTION;
        }
    }
    memcpy(handlers, found, sizeof(found));
    return JS_UNDEFINED;
}

static uint32_t channel_size(int channel) {
    uint32_t reserved = channel == CHANNEL_OPERATIONS ? HEADROOM : 0;
    return channels[channel].size > reserved ? channels[channel].size - reserved : 0;
}

static JSValue native_append(JSContext *ctx, JSValueConst this_value, int count, JSValueConst *arguments) {
    (void)this_value, (void)count;
    int channel = channel_argument(ctx, arguments[0]);
    if (channel < 0) return JS_EXCEPTION;
    Buffer *out = &channels[channel];
    if (channel == CHANNEL_OPERATIONS && out->size < HEADROOM) {
        if (!buffer_reserve(out, HEADROOM)) return JS_ThrowOutOfMemory(ctx);
        out->size = HEADROOM;
    }
    // Both channels share one limit; the headroom holds the head of the batch and the outbox.
    uint32_t others = channel_size(!channel) + (channel == CHANNEL_OPERATIONS ? 0 : HEADROOM);
    uint32_t limit = control[CONTROL_OUTBOX_MAX];
    uint32_t values = encoder.values, extensions = encoder.extensions;
    if (encode_append(ctx, out, limit > others ? limit - others : 0, arguments[1])) return JS_EXCEPTION;
    channel_share[channel].values += encoder.values - values;
    channel_share[channel].extensions += encoder.extensions - extensions;
    channel_values[channel]++;
    return JS_UNDEFINED;
}

static JSValue native_clear(JSContext *ctx, JSValueConst this_value, int count, JSValueConst *arguments) {
    (void)this_value, (void)count;
    int channel = channel_argument(ctx, arguments[0]);
    if (channel < 0) return JS_EXCEPTION;
    if (encoder.active) return JS_ThrowTypeError(ctx, "clear was called by a getter of a value that is being appended");
    channels[channel].size = 0;
    channel_values[channel] = 0;
    encoder.values -= channel_share[channel].values;
    encoder.extensions -= channel_share[channel].extensions;
    channel_share[channel].values = channel_share[channel].extensions = 0;
    return JS_UNDEFINED;
}

static JSValue native_size(JSContext *ctx, JSValueConst this_value, int count, JSValueConst *arguments) {
    (void)this_value, (void)count;
    int channel = channel_argument(ctx, arguments[0]);
    return channel < 0 ? JS_EXCEPTION : JS_NewUint32(ctx, channel_values[channel]);
}

static JSValue native_set_clock(JSContext *ctx, JSValueConst this_value, int count, JSValueConst *arguments) {
    (void)this_value, (void)count;
    double ms;
    if (JS_ToFloat64(ctx, &ms, arguments[0])) return JS_EXCEPTION;
    if (!(ms >= 0 && ms < DATE_END)) return JS_ThrowRangeError(ctx, "clock must lie between 1970 and 9999");
    clock_ms = ms;
    return JS_UNDEFINED;
}

static void set_seed(uint32_t low, uint32_t high) {
    uint64_t seed = (uint64_t)high << 32 | low;
    // The generator stands still at zero. The constant is splitmix64's, to spread small seeds.
    context->random_state = seed + 0x9e3779b97f4a7c15ULL ? seed + 0x9e3779b97f4a7c15ULL : 1;
}

static JSValue native_set_seed(JSContext *ctx, JSValueConst this_value, int count, JSValueConst *arguments) {
    (void)this_value, (void)count;
    uint32_t low, high;
    if (JS_ToUint32(ctx, &low, arguments[0]) || JS_ToUint32(ctx, &high, arguments[1])) return JS_EXCEPTION;
    set_seed(low, high);
    return JS_UNDEFINED;
}

static JSValue native_stack(JSContext *ctx, JSValueConst this_value, int count, JSValueConst *arguments) {
    (void)this_value, (void)count;
    uint32_t headroom;
    if (JS_ToUint32(ctx, &headroom, arguments[0])) return JS_EXCEPTION;
    return JS_NewBool(ctx, !js_check_stack_overflow(ctx->rt, headroom));
}

static bool make_native_object(void) {
    static const struct { const char *name; JSCFunction *function; int length; } members[] = {
        {"install", native_install, 1},  {"append", native_append, 2},     {"clear", native_clear, 1},
        {"size", native_size, 1},        {"setClock", native_set_clock, 1}, {"setSeed", native_set_seed, 2},
        {"stack", native_stack, 1},
    };
    JSValue native = JS_NewObjectProto(context, JS_NULL);
    if (JS_IsException(native)) return false;
    for (size_t i = 0; i < countof(members); i++) {
        JSValue function = JS_NewCFunction(context, members[i].function, members[i].name, members[i].length);
        if (JS_DefinePropertyValueStr(context, native, members[i].name, function, 0) < 0) return false;
    }
    return JS_DefinePropertyValueStr(context, context->global_obj, "__rill", native, JS_PROP_CONFIGURABLE) >= 0;
}

// ---- failures ----

static int fail_with(const char *code, const char *message) {
    JSValue error = JS_GetException(context);
    failure_write(context, JS_IsUninitialized(error) ? JS_UNDEFINED : error, code, message);
    control[CONTROL_OUTBOX] = (uint32_t)(uintptr_t)failure;
    control[CONTROL_OUTBOX_SIZE] = failure_size;
    control[CONTROL_VALUES] = 0;
    control[CONTROL_EXTENSIONS] = 0;
    control[CONTROL_HEAP_USED] = runtime ? (uint32_t)runtime->malloc_state.malloc_size : 0;
    return interrupted ? STATUS_INTERRUPTED : STATUS_FAILED;
}

// The pending exception, or the deadline if that is what stopped the guest.
static int fail(void) {
    if (interrupted) return fail_with("deadline", "the turn did not end before its deadline");
    return fail_with(NULL, NULL);
}

// ---- running until nothing is left to run ----

static int run_jobs(JSValue errors, uint32_t *errors_count) {
    while (JS_IsJobPending(runtime)) {
        JSContext *job_context;
        if (is_deadline_over()) return -1;
        if (JS_ExecutePendingJob(runtime, &job_context) < 0) {
            if (interrupted) return -1;
            JSValue error = JS_GetException(context);
            if (JS_DefinePropertyValueUint32(context, errors, (*errors_count)++, error, JS_PROP_C_W_E) < 0) return -1;
        }
    }
    return is_deadline_over() ? -1 : 0;
}

// Runs jobs and immediates until the guest has settled. On failure an exception is pending, or `*code` says why.
static int pump(const char **code) {
    for (int round = 0; round < ROUNDS_MAX; round++) {
        uint32_t errors_count = 0;
        JSValue errors = JS_NewArray(context);
        if (JS_IsException(errors)) return -1;
        if (run_jobs(errors, &errors_count)) {
            JS_FreeValue(context, errors);
            return -1;
        }
        JSValue rejected = take_rejections(context);
        if (JS_IsException(rejected)) {
            JS_FreeValue(context, errors);
            return -1;
        }
        JSValueConst arguments[] = {rejected, errors};
        JSValue more = JS_Call(context, handlers[HANDLER_PUMP], JS_UNDEFINED, 2, arguments);
        JS_FreeValue(context, rejected);
        JS_FreeValue(context, errors);
        if (JS_IsException(more)) return -1;
        int again = JS_ToBool(context, more);
        JS_FreeValue(context, more);
        if (is_deadline_over()) return -1;
        if (!again && !JS_IsJobPending(runtime) && rejections.count == 0) return 0;
    }
    *code = "rounds";
    return -1;
}

static int fail_pump(const char *code) {
    if (code && !interrupted) {
        return fail_with(code, "the turn did not settle: effects, timers or promises keep scheduling each other");
    }
    return fail();
}

static void buffer_trim(Buffer *buffer) {
    buffer->size = 0;
    if (buffer->capacity > BUFFER_KEPT_MAX) {
        free(buffer->bytes);
        *buffer = (Buffer){0};
    }
}

// A heap size at which to collect: not for little, and before the heap limit is met.
static size_t limit_gc(size_t size) {
    size_t ceiling = heap_max - heap_max / 4;
    if (size < GC_DUE_MIN) size = GC_DUE_MIN;
    return size < ceiling ? size : ceiling;
}

static void begin(void) {
    JS_UpdateStackTop(runtime);
    interrupted = is_memory_out = false;
    for (int i = 0; i < CHANNEL_COUNT; i++) {
        buffer_trim(&channels[i]);
        channel_values[i] = 0;
        channel_share[i].values = channel_share[i].extensions = 0;
    }
    encoder.values = encoder.extensions = 0;
    control[CONTROL_OUTBOX_SIZE] = control[CONTROL_VALUES] = control[CONTROL_EXTENSIONS] = 0;
    JS_FreeValue(context, limit_error);
    limit_error = JS_UNDEFINED;
    limit_code = NULL;
    size_t heap = runtime->malloc_state.malloc_size;
    gc_threshold = limit_gc((heap > gc_due ? heap : gc_due) + GC_ROOM);
    JS_SetGCThreshold(runtime, gc_threshold);
}

static void collect(void) {
    JS_RunGC(runtime);
    size_t heap = runtime->malloc_state.malloc_size;
    gc_due = limit_gc(heap + heap / 2);
    control[CONTROL_REST] = 0;
    control[CONTROL_HEAP_USED] = (uint32_t)runtime->malloc_state.malloc_size;
}

// The end of a turn, or of a unit. All of it depends on what the guest allocated and on nothing else.
static void end(void) {
    size_t heap = runtime->malloc_state.malloc_size;
    // The engine collected in the middle of the turn, and set its threshold to half more than what it left.
    if (JS_GetGCThreshold(runtime) != gc_threshold) gc_due = limit_gc(JS_GetGCThreshold(runtime));
    control[CONTROL_REST] = heap > gc_due;
    control[CONTROL_HEAP_USED] = (uint32_t)heap;
}

// ---- exports ----

EXPORT(rill_control)
uint32_t rill_control(void) {
    return (uint32_t)(uintptr_t)control;
}

EXPORT(rill_create)
int32_t rill_create(uint32_t heap_bytes, uint32_t stack_bytes) {
    __wasm_call_ctors();
    for (int i = 0; i < HANDLER_COUNT; i++) handlers[i] = JS_UNDEFINED;
    uint64_t bits = (uint64_t)control[CONTROL_CLOCK + 1] << 32 | control[CONTROL_CLOCK];
    memcpy(&clock_ms, &bits, 8);
    heap_max = heap_bytes;
    runtime = JS_NewRuntime2(&heap_functions, NULL);
    if (!runtime) return STATUS_FAILED;
    JS_SetMemoryLimit(runtime, heap_bytes);
    JS_SetMaxStackSize(runtime, stack_bytes);
    JS_SetCanBlock(runtime, false);
    JS_SetInterruptHandler(runtime, on_interrupt, NULL);
    JS_SetHostPromiseRejectionTracker(runtime, on_rejection, NULL);
    context = JS_NewContextRaw(runtime);
    if (!context || JS_AddIntrinsicBaseObjects(context) || JS_AddIntrinsicDate(context) ||
        JS_AddIntrinsicEval(context) || JS_AddIntrinsicRegExp(context) || JS_AddIntrinsicJSON(context) ||
        JS_AddIntrinsicProxy(context) || JS_AddIntrinsicMapSet(context) || JS_AddIntrinsicTypedArrays(context) ||
        JS_AddIntrinsicPromise(context) || JS_AddIntrinsicBigInt(context) || JS_AddIntrinsicWeakRef(context) ||
        JS_AddIntrinsicDOMException(context) || JS_AddPerformance(context) || !make_native_object()) {
        return STATUS_FAILED;
    }
    set_seed(control[CONTROL_SEED], control[CONTROL_SEED + 1]);
    return STATUS_DONE;
}

EXPORT(rill_buffer)
uint32_t rill_buffer(uint32_t size) {
    if (size > INT32_MAX - 1) return 0;
    if (size < input.capacity && (size >= BUFFER_KEPT_MAX || input.capacity <= BUFFER_KEPT_MAX)) {
        return (uint32_t)(uintptr_t)input.bytes;
    }
    free(input.bytes);
    uint32_t capacity = size + 1 < 4096 ? 4096 : size + 1;    // one more, so that source ends with a zero
    input = (Buffer){.bytes = malloc(capacity), .capacity = capacity};
    if (!input.bytes) input.capacity = 0;
    return (uint32_t)(uintptr_t)input.bytes;
}

static bool is_input(uint64_t size) {
    return runtime && input.bytes && size < input.capacity;
}

EXPORT(rill_load)
int32_t rill_load(uint32_t name_size, uint32_t code_size) {
    if (!is_input((uint64_t)name_size + code_size) || name_size > 255) {
        return fail_with("internal", "unit is larger than the buffer, or its name longer than 255 bytes");
    }
    begin();
    char name[256];
    memcpy(name, input.bytes, name_size);
    name[name_size] = 0;
    input.bytes[name_size + code_size] = 0;
    JSValue value = JS_Eval(context, (const char *)input.bytes + name_size, code_size, name, JS_EVAL_TYPE_GLOBAL);
    if (JS_IsException(value)) return fail();
    if (units_loaded++ == 0) {
        JS_FreeValue(context, value);
        // The core has taken the native object; nothing that is loaded later may find it.
        JSAtom name_atom = JS_NewAtom(context, "__rill");
        int deleted = JS_DeleteProperty(context, context->global_obj, name_atom, 0);
        JS_FreeAtom(context, name_atom);
        if (deleted < 0) return fail();
        if (!JS_IsFunction(context, handlers[HANDLER_TURN])) {
            return fail_with("internal", "the first unit did not install its handlers");
        }
    } else {
        JSValue unit_name = JS_NewStringLen(context, name, name_size);
        JSValueConst arguments[] = {value, unit_name};
        JSValue result = JS_Call(context, handlers[HANDLER_LOAD], JS_UNDEFINED, 2, arguments);
        JS_FreeValue(context, value);
        JS_FreeValue(context, unit_name);
        if (JS_IsException(result)) return fail();
        JS_FreeValue(context, result);
    }
    const char *code = NULL;
    if (pump(&code)) return fail_pump(code);
    if (channel_values[CHANNEL_OPERATIONS] || channel_values[CHANNEL_FRAMES]) {
        return fail_with("exception", "a guest cannot send anything while its code is being loaded");
    }
    // Sandboxes start from what is left: no garbage, and no source text twice.
    collect();
    memset(input.bytes, 0, input.capacity);
    free(input.bytes);
    input = (Buffer){0};
    return STATUS_DONE;
}

// Puts the outbox together: the heads go into the headroom in front of the operations, the frames behind them.
static int write_outbox(void) {
    JSValue head = JS_Call(context, handlers[HANDLER_FINISH], JS_UNDEFINED, 0, NULL);
    if (JS_IsException(head)) return -1;
    Buffer *operations = &channels[CHANNEL_OPERATIONS], *frames = &channels[CHANNEL_FRAMES];
    uint8_t front[HEADROOM];
    uint32_t front_size = 0;
    bool has_batch = !JS_IsUndefined(head);
    Buffer text = {0};
    if (operations->size < HEADROOM) {
        if (!buffer_reserve(operations, HEADROOM)) goto memory;
        operations->size = HEADROOM;
    }

    // The heads are encoded with the limits lifted: the room for them was kept free by `append`.
    encoder.out = &text;
    encoder.bytes_max = HEADROOM;
    encoder.depth = 0;
    encoder.depth_max = 4;
    encoder.active = true;
    int failed = count_value(context) || put_array_head(context, channel_values[CHANNEL_FRAMES] + has_batch);
    if (!failed && has_batch) {
        JSObject *array = JS_VALUE_GET_TAG(head) == JS_TAG_OBJECT ? JS_VALUE_GET_OBJ(head) : NULL;
        if (!array || array->class_id != JS_CLASS_ARRAY || !array->fast_array) {
            JS_ThrowTypeError(context, "finish must return an array or undefined");
            failed = 1;
        } else {
            failed = count_value(context) || put_array_head(context, array->u.array.count + 1);
            for (uint32_t i = 0; !failed && i < array->u.array.count; i++) {
                JSValueConst item = array->u.array.u.values[i];
                failed = JS_IsNumber(item) ? encode_value(context, item)
                                           : encode_type_error(context, "a batch head that is not a number");
            }
            failed = failed || count_value(context) || put_array_head(context, channel_values[CHANNEL_OPERATIONS]);
        }
    }
    encoder.active = false;
    front_size = text.size;
    if (!failed && front_size <= HEADROOM) memcpy(front, text.bytes, front_size);
    free(text.bytes);
    JS_FreeValue(context, head);
    if (failed) return -1;
    if (!has_batch && channel_values[CHANNEL_OPERATIONS]) {
        JS_ThrowTypeError(context, "operations were written, but finish returned no head for them");
        return -1;
    }

    uint32_t start = HEADROOM - front_size;
    memcpy(operations->bytes + start, front, front_size);
    if (frames->size) {
        if (!buffer_reserve(operations, frames->size)) goto memory_after;
        memcpy(operations->bytes + operations->size, frames->bytes, frames->size);
        operations->size += frames->size;
    }
    control[CONTROL_OUTBOX] = (uint32_t)(uintptr_t)(operations->bytes + start);
    control[CONTROL_OUTBOX_SIZE] = operations->size - start;
    control[CONTROL_VALUES] = encoder.values;
    control[CONTROL_EXTENSIONS] = encoder.extensions;
    return 0;
memory:
    JS_FreeValue(context, head);
memory_after:
    JS_ThrowOutOfMemory(context);
    return -1;
}

EXPORT(rill_turn)
int32_t rill_turn(uint32_t size) {
    if (!is_input(size) || !units_loaded) return fail_with("internal", "no unit is loaded, or the message is too large");
    // Whether or not the host found the time for it: the guest can see what was collected, in a WeakRef.
    if (control[CONTROL_REST]) collect();
    begin();
    JSValue message = decode_message(context, input.bytes, size);
    if (JS_IsException(message)) return fail_with("internal", NULL);
    JSValue result = JS_Call(context, handlers[HANDLER_TURN], JS_UNDEFINED, 1, vc(&message));
    JS_FreeValue(context, message);
    if (JS_IsException(result)) return fail();
    JS_FreeValue(context, result);
    const char *code = NULL;
    if (pump(&code)) return fail_pump(code);
    if (write_outbox()) return fail();
    if (is_deadline_over()) return fail();
    end();
    return STATUS_DONE;
}

EXPORT(rill_rest)
int32_t rill_rest(void) {
    if (!runtime) return STATUS_FAILED;
    JS_UpdateStackTop(runtime);
    if (control[CONTROL_REST]) collect();
    return STATUS_DONE;
}
