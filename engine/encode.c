// Encodes JavaScript values as MessagePack, straight into the channel buffers (docs/guest-abi.md, section 5). Part of
// the translation unit bridge.c. Encoding may run guest code (getters, proxies), so nothing here keeps a pointer into
// an object or a buffer across a call that could run it.

enum { ENCODE_DEPTH_MAX = 512 };

// Room in front of the operations, so that the head of the batch is put there without moving them.
enum { HEADROOM = 64 };

enum { EXT_UNDEFINED, EXT_FUNCTION, EXT_DATE, EXT_ERROR, EXT_MAP, EXT_SET, EXT_BIGINT, EXT_ARRAY_BUFFER, EXT_TYPED_ARRAY };

enum { ELEMENT_DATA_VIEW = 11 };

static const double DATE_MIN = -62135596800000.0;   // 0001-01-01, the first day that hosts can hold
static const double DATE_END = 253402300800000.0;   // 10000-01-01
static const double INTEGER_MAX = 9007199254740991.0;
enum { BIGINT_DIGITS_MAX = 4096 };

typedef struct {
    uint8_t *bytes;
    uint32_t size;
    uint32_t capacity;
} Buffer;

typedef struct {
    JSObject *object;       // a container being encoded; not owned, its holder is
    JSAtom key;             // the key being encoded in it, or JS_ATOM_NULL for an index
    uint32_t index;
} PathStep;

static struct {
    Buffer *out;
    uint32_t bytes_max;     // what `out` may hold
    uint32_t values;
    uint32_t extensions;
    uint32_t depth;
    uint32_t depth_max;
    bool active;
    PathStep path[ENCODE_DEPTH_MAX + 1];
} encoder;

// The limit error thrown last, so that a turn that ends by it is reported as a limit and not as an exception.
static JSValue limit_error = JS_UNDEFINED;
static const char *limit_code = NULL;

static int encode_value(JSContext *ctx, JSValueConst value);

// ---- buffers ----

static bool buffer_reserve(Buffer *buffer, uint32_t extra) {
    uint64_t needed = (uint64_t)buffer->size + extra;
    if (likely(needed <= buffer->capacity)) return true;
    uint64_t capacity = buffer->capacity ? (uint64_t)buffer->capacity * 2 : 1024;
    // Doubling stops at what the limit allows, which bounds the memory that must be kept free for buffers.
    uint64_t ceiling = (uint64_t)control[CONTROL_OUTBOX_MAX] + HEADROOM;
    if (capacity > ceiling) capacity = ceiling;
    if (capacity < needed) capacity = needed;
    if (capacity > INT32_MAX) return false;
    uint8_t *bytes = realloc(buffer->bytes, (size_t)capacity);
    if (!bytes) return false;
    buffer->bytes = bytes;
    buffer->capacity = (uint32_t)capacity;
    return true;
}

// ---- errors that name the path ----

static void path_text(JSContext *ctx, char *text, size_t size) {
    size_t at = 0;
    text[0] = 0;
    for (uint32_t i = 1; i <= encoder.depth && i <= ENCODE_DEPTH_MAX && at + 32 < size; i++) {
        const PathStep *step = &encoder.path[i];
        if (step->key == JS_ATOM_NULL) {
            at += (size_t)snprintf(text + at, size - at, "[%u]", step->index);
        } else {
            char name[64];
            JS_AtomGetStr(ctx, name, sizeof(name), step->key);
            int written = snprintf(text + at, size - at, ".%s", name);
            at = written < 0 || at + (size_t)written >= size ? size - 1 : at + (size_t)written;
        }
    }
    if (at == 0) snprintf(text, size, "the value itself");
}

// Out of line, as all that has buffers of its own: encode_value recurses, and would carry them at every level.
static no_inline int encode_type_error(JSContext *ctx, const char *problem) {
    char path[256];
    path_text(ctx, path, sizeof(path));
    JS_ThrowTypeError(ctx, "cannot send %s at %s", problem, path);
    return -1;
}

static no_inline int encode_limit_error(JSContext *ctx, const char *code, uint32_t limit) {
    JS_ThrowRangeError(ctx, "outbox exceeds %s_max=%u", code, limit);
    JSValue text = JS_NewString(ctx, code);
    if (!JS_IsException(text)) {
        // For the core, which reports the error in a frame of its own. Without room for it the error is as good.
        JS_DefinePropertyValueStr(ctx, ctx->rt->current_exception, "code", text, JS_PROP_CONFIGURABLE);
    }
    JS_FreeValue(ctx, limit_error);
    limit_error = js_dup(ctx->rt->current_exception);
    limit_code = code;
    return -1;
}

// ---- raw MessagePack ----

static uint8_t *encode_room(JSContext *ctx, uint32_t size) {
    if (unlikely((uint64_t)encoder.out->size + size > encoder.bytes_max)) {
        encode_limit_error(ctx, "outbox", control[CONTROL_OUTBOX_MAX]);
        return NULL;
    }
    if (unlikely(!buffer_reserve(encoder.out, size))) {
        JS_ThrowOutOfMemory(ctx);
        return NULL;
    }
    uint8_t *room = encoder.out->bytes + encoder.out->size;
    encoder.out->size += size;
    return room;
}

static inline int count_value(JSContext *ctx) {
    if (unlikely(++encoder.values > control[CONTROL_VALUES_MAX])) {
        return encode_limit_error(ctx, "values", control[CONTROL_VALUES_MAX]);
    }
    return 0;
}

static inline int count_extension(JSContext *ctx) {
    if (unlikely(++encoder.extensions > control[CONTROL_EXTENSIONS_MAX])) {
        return encode_limit_error(ctx, "extensions", control[CONTROL_EXTENSIONS_MAX]);
    }
    return 0;
}

static inline void put16(uint8_t *at, uint32_t value) {
    at[0] = (uint8_t)(value >> 8), at[1] = (uint8_t)value;
}

static inline void put32(uint8_t *at, uint32_t value) {
    uint32_t swapped = __builtin_bswap32(value);
    memcpy(at, &swapped, 4);
}

static inline void put64(uint8_t *at, uint64_t value) {
    uint64_t swapped = __builtin_bswap64(value);
    memcpy(at, &swapped, 8);
}

static int put_byte(JSContext *ctx, uint8_t byte) {
    uint8_t *at = encode_room(ctx, 1);
    if (!at) return -1;
    at[0] = byte;
    return 0;
}

// A head whose length takes one byte within the marker, or follows it in 1, 2 or 4 bytes (no 1 for containers).
static int put_length(JSContext *ctx, uint32_t length, uint8_t fix, uint32_t fix_max, uint8_t marker8, uint8_t marker16) {
    uint8_t *at;
    if (length <= fix_max) {
        return put_byte(ctx, (uint8_t)(fix | length));
    } else if (marker8 && length <= 0xff) {
        if (!(at = encode_room(ctx, 2))) return -1;
        at[0] = marker8, at[1] = (uint8_t)length;
    } else if (length <= 0xffff) {
        if (!(at = encode_room(ctx, 3))) return -1;
        at[0] = marker16;
        put16(at + 1, length);
    } else {
        if (!(at = encode_room(ctx, 5))) return -1;
        at[0] = (uint8_t)(marker16 + 1);
        put32(at + 1, length);
    }
    return 0;
}

static int put_array_head(JSContext *ctx, uint32_t length) {
    return put_length(ctx, length, 0x90, 15, 0, 0xdc);
}

static int put_map_head(JSContext *ctx, uint32_t length) {
    return put_length(ctx, length, 0x80, 15, 0, 0xde);
}

static int put_integer(JSContext *ctx, int64_t value) {
    uint8_t *at;
    if (value >= 0) {
        if (value <= 0x7f) return put_byte(ctx, (uint8_t)value);
        if (value <= 0xff) {
            if (!(at = encode_room(ctx, 2))) return -1;
            at[0] = 0xcc, at[1] = (uint8_t)value;
        } else if (value <= 0xffff) {
            if (!(at = encode_room(ctx, 3))) return -1;
            at[0] = 0xcd;
            put16(at + 1, (uint32_t)value);
        } else if (value <= 0xffffffffLL) {
            if (!(at = encode_room(ctx, 5))) return -1;
            at[0] = 0xce;
            put32(at + 1, (uint32_t)value);
        } else {
            if (!(at = encode_room(ctx, 9))) return -1;
            at[0] = 0xcf;
            put64(at + 1, (uint64_t)value);
        }
        return 0;
    }
    if (value >= -32) return put_byte(ctx, (uint8_t)value);
    if (value >= -0x80) {
        if (!(at = encode_room(ctx, 2))) return -1;
        at[0] = 0xd0, at[1] = (uint8_t)value;
    } else if (value >= -0x8000) {
        if (!(at = encode_room(ctx, 3))) return -1;
        at[0] = 0xd1;
        put16(at + 1, (uint32_t)value);
    } else if (value >= -0x80000000LL) {
        if (!(at = encode_room(ctx, 5))) return -1;
        at[0] = 0xd2;
        put32(at + 1, (uint32_t)value);
    } else {
        if (!(at = encode_room(ctx, 9))) return -1;
        at[0] = 0xd3;
        put64(at + 1, (uint64_t)value);
    }
    return 0;
}

static int put_number(JSContext *ctx, double value) {
    if (value >= -INTEGER_MAX && value <= INTEGER_MAX && value == (double)(int64_t)value &&
        !(value == 0 && signbit(value))) {
        return put_integer(ctx, (int64_t)value);
    }
    uint8_t *at = encode_room(ctx, 9);
    if (!at) return -1;
    uint64_t bits;
    memcpy(&bits, &value, 8);
    if (isnan(value)) bits = 0x7ff8000000000000ULL;
    at[0] = 0xcb;
    put64(at + 1, bits);
    return 0;
}

// ---- strings ----

static int put_latin1(JSContext *ctx, const uint8_t *text, uint32_t length) {
    uint32_t high = 0;
    for (uint32_t i = 0; i < length; i++) high += text[i] >> 7;
    if (put_length(ctx, length + high, 0xa0, 31, 0xd9, 0xda)) return -1;
    uint8_t *at = encode_room(ctx, length + high);
    if (!at) return -1;
    if (high == 0) {
        memcpy(at, text, length);
        return 0;
    }
    for (uint32_t i = 0; i < length; i++) {
        uint8_t c = text[i];
        if (c < 0x80) {
            *at++ = c;
        } else {
            *at++ = (uint8_t)(0xc0 | c >> 6);
            *at++ = (uint8_t)(0x80 | (c & 0x3f));
        }
    }
    return 0;
}

// The code point at *index of UTF-16 text; a lone surrogate is U+FFFD.
static inline uint32_t next_code_point(const uint16_t *text, uint32_t length, uint32_t *index) {
    uint32_t c = text[(*index)++];
    if (likely((c & 0xf800) != 0xd800)) return c;
    if (c < 0xdc00 && *index < length && (text[*index] & 0xfc00) == 0xdc00) {
        return 0x10000 + ((c & 0x3ff) << 10 | (text[(*index)++] & 0x3ff));
    }
    return 0xfffd;
}

static inline uint32_t code_point_size(uint32_t c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

static inline uint8_t *put_code_point(uint8_t *at, uint32_t c) {
    if (c < 0x80) {
        *at++ = (uint8_t)c;
    } else if (c < 0x800) {
        *at++ = (uint8_t)(0xc0 | c >> 6);
        *at++ = (uint8_t)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *at++ = (uint8_t)(0xe0 | c >> 12);
        *at++ = (uint8_t)(0x80 | (c >> 6 & 0x3f));
        *at++ = (uint8_t)(0x80 | (c & 0x3f));
    } else {
        *at++ = (uint8_t)(0xf0 | c >> 18);
        *at++ = (uint8_t)(0x80 | (c >> 12 & 0x3f));
        *at++ = (uint8_t)(0x80 | (c >> 6 & 0x3f));
        *at++ = (uint8_t)(0x80 | (c & 0x3f));
    }
    return at;
}

static int put_utf16(JSContext *ctx, const uint16_t *text, uint32_t length) {
    uint64_t size = 0;
    for (uint32_t i = 0; i < length;) size += code_point_size(next_code_point(text, length, &i));
    if (size > control[CONTROL_OUTBOX_MAX]) return encode_limit_error(ctx, "outbox", control[CONTROL_OUTBOX_MAX]);
    if (put_length(ctx, (uint32_t)size, 0xa0, 31, 0xd9, 0xda)) return -1;
    uint8_t *at = encode_room(ctx, (uint32_t)size);
    if (!at) return -1;
    for (uint32_t i = 0; i < length;) at = put_code_point(at, next_code_point(text, length, &i));
    return 0;
}

static int put_js_string(JSContext *ctx, JSString *text) {
    // Encoding allocates only in the channel buffer, which is outside the JavaScript heap: `text` cannot move.
    return text->is_wide_char ? put_utf16(ctx, str16(text), text->len) : put_latin1(ctx, str8(text), text->len);
}

static int put_string(JSContext *ctx, JSValueConst value) {
    if (JS_VALUE_GET_TAG(value) == JS_TAG_STRING) return put_js_string(ctx, JS_VALUE_GET_STRING(value));
    if (JS_VALUE_GET_STRING_ROPE(value)->len > control[CONTROL_OUTBOX_MAX]) {
        return encode_limit_error(ctx, "outbox", control[CONTROL_OUTBOX_MAX]);
    }
    JSValue flat = js_linearize_string_rope(ctx, value);
    if (JS_IsException(flat)) return -1;
    int result = put_js_string(ctx, JS_VALUE_GET_STRING(flat));
    JS_FreeValue(ctx, flat);
    return result;
}

static no_inline int put_key(JSContext *ctx, JSAtom atom) {
    if (count_value(ctx)) return -1;
    if (__JS_AtomIsTaggedInt(atom)) {
        char digits[16];
        int length = snprintf(digits, sizeof(digits), "%u", __JS_AtomToUInt32(atom));
        return put_latin1(ctx, (const uint8_t *)digits, (uint32_t)length);
    }
    return put_js_string(ctx, ctx->rt->atom_array[atom]);
}

// ---- extensions ----

// An extension whose payload size is known.
static uint8_t *put_extension(JSContext *ctx, uint8_t type, uint32_t size) {
    uint8_t *at;
    if (count_extension(ctx)) return NULL;
    switch (size) {
    case 1: case 2: case 4: case 8: case 16:
        if (!(at = encode_room(ctx, 2 + size))) return NULL;
        at[0] = (uint8_t)(0xd4 + __builtin_ctz(size)), at[1] = type;
        return at + 2;
    }
    if (size <= 0xff) {
        if (!(at = encode_room(ctx, 3 + size))) return NULL;
        at[0] = 0xc7, at[1] = (uint8_t)size, at[2] = type;
        return at + 3;
    }
    if (size <= 0xffff) {
        if (!(at = encode_room(ctx, 4 + size))) return NULL;
        at[0] = 0xc8, at[3] = type;
        put16(at + 1, size);
        return at + 4;
    }
    if (size > control[CONTROL_OUTBOX_MAX]) {
        encode_limit_error(ctx, "outbox", control[CONTROL_OUTBOX_MAX]);
        return NULL;
    }
    if (!(at = encode_room(ctx, 6 + size))) return NULL;
    at[0] = 0xc9, at[5] = type;
    put32(at + 1, size);
    return at + 6;
}

// An extension that holds a value: its size is filled in by close_extension. Always in the 32-bit form, because the
// size is not known yet.
static int open_extension(JSContext *ctx, uint8_t type, uint32_t *start) {
    if (count_extension(ctx)) return -1;
    uint8_t *at = encode_room(ctx, 6);
    if (!at) return -1;
    at[0] = 0xc9, at[5] = type;
    *start = encoder.out->size;
    return 0;
}

static void close_extension(uint32_t start) {
    put32(encoder.out->bytes + start - 5, encoder.out->size - start);
}

static int put_undefined(JSContext *ctx) {
    uint8_t *at = put_extension(ctx, EXT_UNDEFINED, 1);
    if (!at) return -1;
    at[0] = 0;
    return 0;
}

static no_inline int put_bigint(JSContext *ctx, JSValueConst value) {
    JSBigIntBuf short_buffer;
    JSBigInt *number = JS_VALUE_GET_TAG(value) == JS_TAG_SHORT_BIG_INT
        ? js_bigint_set_short(&short_buffer, value) : JS_VALUE_GET_PTR(value);
    static const char hex[] = "0123456789abcdef";
    char digits[BIGINT_DIGITS_MAX + 16];
    uint32_t size = 0;

    if (number->len > BIGINT_DIGITS_MAX / 8 + 1) return encode_type_error(ctx, "a BigInt of more than 4096 digits");
    bool negative = number->tab[number->len - 1] >> 31;
    uint32_t carry = negative;
    // Least significant digit first; two's complement is undone on the way.
    for (uint32_t i = 0; i < number->len; i++) {
        uint32_t limb = number->tab[i];
        if (negative) {
            limb = ~limb + carry;
            carry = carry && limb == 0;
        }
        for (uint32_t k = 0; k < 8; k++) digits[size++] = hex[limb >> 4 * k & 15];
    }
    while (size > 1 && digits[size - 1] == '0') size--;
    if (size > BIGINT_DIGITS_MAX) return encode_type_error(ctx, "a BigInt of more than 4096 digits");
    uint8_t *at = put_extension(ctx, EXT_BIGINT, size + negative);
    if (!at) return -1;
    if (negative) *at++ = '-';
    while (size) *at++ = (uint8_t)digits[--size];
    return 0;
}

static int put_date(JSContext *ctx, JSObject *object) {
    double ms;
    JSValueConst stored = object->u.object_data;
    if (JS_VALUE_GET_TAG(stored) == JS_TAG_INT) {
        ms = JS_VALUE_GET_INT(stored);
    } else {
        ms = JS_VALUE_GET_FLOAT64(stored);
    }
    if (!(ms >= DATE_MIN && ms < DATE_END)) return encode_type_error(ctx, "a Date outside the years 1 to 9999");
    uint8_t *at = put_extension(ctx, EXT_DATE, 8);
    if (!at) return -1;
    uint64_t bits;
    memcpy(&bits, &ms, 8);
    put64(at, bits);
    return 0;
}

static int put_function(JSContext *ctx, JSValueConst function) {
    if (!JS_IsFunction(ctx, handlers[HANDLER_INTERN_FUNCTION])) {
        return encode_type_error(ctx, "a function before handlers are installed");
    }
    JSValue id = JS_Call(ctx, handlers[HANDLER_INTERN_FUNCTION], JS_UNDEFINED, 1, &function);
    uint32_t number;
    if (JS_IsException(id)) return -1;
    int failed = JS_ToUint32(ctx, &number, id);
    JS_FreeValue(ctx, id);
    if (failed) return -1;
    uint8_t *at = put_extension(ctx, EXT_FUNCTION, 4);
    if (!at) return -1;
    put32(at, number);
    return 0;
}

static int put_array_buffer(JSContext *ctx, JSObject *object) {
    JSArrayBuffer *buffer = object->u.array_buffer;
    if (buffer->detached) return encode_type_error(ctx, "a detached ArrayBuffer");
    uint8_t *at = put_extension(ctx, EXT_ARRAY_BUFFER, (uint32_t)buffer->byte_length);
    if (!at) return -1;
    if (buffer->byte_length) memcpy(at, buffer->data, (size_t)buffer->byte_length);
    return 0;
}

// The element type on the wire, 0 if there is none.
static uint8_t element_type(uint16_t class_id) {
    switch (class_id) {
    case JS_CLASS_INT8_ARRAY: return 1;
    case JS_CLASS_UINT8C_ARRAY: return 2;
    case JS_CLASS_INT16_ARRAY: return 3;
    case JS_CLASS_UINT16_ARRAY: return 4;
    case JS_CLASS_INT32_ARRAY: return 5;
    case JS_CLASS_UINT32_ARRAY: return 6;
    case JS_CLASS_FLOAT32_ARRAY: return 7;
    case JS_CLASS_FLOAT64_ARRAY: return 8;
    case JS_CLASS_BIG_INT64_ARRAY: return 9;
    case JS_CLASS_BIG_UINT64_ARRAY: return 10;
    default: return 0;
    }
}

static int put_typed_array(JSContext *ctx, JSObject *object) {
    if (typed_array_is_oob(object)) return encode_type_error(ctx, "a typed array whose buffer is detached or too short");
    uint32_t size = object->u.array.count << typed_array_size_log2(object->class_id);
    const uint8_t *bytes = object->u.array.u.uint8_ptr;
    uint8_t *at;
    if (object->class_id == JS_CLASS_UINT8_ARRAY) {
        if (size > control[CONTROL_OUTBOX_MAX]) return encode_limit_error(ctx, "outbox", control[CONTROL_OUTBOX_MAX]);
        if (size <= 0xff) {
            if (!(at = encode_room(ctx, 2 + size))) return -1;
            at[0] = 0xc4, at[1] = (uint8_t)size, at += 2;
        } else if (size <= 0xffff) {
            if (!(at = encode_room(ctx, 3 + size))) return -1;
            at[0] = 0xc5;
            put16(at + 1, size), at += 3;
        } else {
            if (!(at = encode_room(ctx, 5 + size))) return -1;
            at[0] = 0xc6;
            put32(at + 1, size), at += 5;
        }
    } else {
        uint8_t type = element_type(object->class_id);
        if (type == 0) return encode_type_error(ctx, "a Float16Array");
        if (!(at = put_extension(ctx, EXT_TYPED_ARRAY, size + 1))) return -1;
        *at++ = type;
    }
    if (size) memcpy(at, bytes, size);
    return 0;
}

static int put_data_view(JSContext *ctx, JSObject *object) {
    JSTypedArray *view = object->u.typed_array;
    JSArrayBuffer *buffer = view->buffer->u.array_buffer;
    if (buffer->detached || view->offset > (uint32_t)buffer->byte_length) {
        return encode_type_error(ctx, "a DataView whose buffer is detached or too short");
    }
    uint32_t size = view->track_rab ? (uint32_t)buffer->byte_length - view->offset : view->length;
    if (size > (uint32_t)buffer->byte_length - view->offset) {
        return encode_type_error(ctx, "a DataView whose buffer is detached or too short");
    }
    uint8_t *at = put_extension(ctx, EXT_TYPED_ARRAY, size + 1);
    if (!at) return -1;
    *at++ = ELEMENT_DATA_VIEW;
    if (size) memcpy(at, buffer->data + view->offset, size);
    return 0;
}

// ---- containers ----

static int encode_enter(JSContext *ctx, JSObject *object) {
    for (uint32_t i = 1; i <= encoder.depth; i++) {
        if (encoder.path[i].object == object) return encode_type_error(ctx, "a cycle");
    }
    if (encoder.depth >= encoder.depth_max) return encode_type_error(ctx, "a value nested too deep");
    if (js_check_stack_overflow(ctx->rt, 0)) {
        JS_ThrowStackOverflow(ctx);
        return -1;
    }
    encoder.depth++;
    encoder.path[encoder.depth] = (PathStep){.object = object, .key = JS_ATOM_NULL, .index = 0};
    return 0;
}

static int encode_array(JSContext *ctx, JSValueConst array) {
    JSObject *object = JS_VALUE_GET_OBJ(array);
    int64_t length;
    if (JS_GetLength(ctx, array, &length)) return -1;
    // Every element is a value: refused before the head is written, so that a sparse array of 2^32 costs nothing.
    if (length > (int64_t)control[CONTROL_VALUES_MAX] - encoder.values) {
        return encode_limit_error(ctx, "values", control[CONTROL_VALUES_MAX]);
    }
    if (put_array_head(ctx, (uint32_t)length)) return -1;
    for (uint32_t i = 0; i < (uint32_t)length; i++) {
        encoder.path[encoder.depth].index = i;
        int result;
        if (likely(object->class_id == JS_CLASS_ARRAY && object->fast_array && i < object->u.array.count)) {
            JSValue item = js_dup(object->u.array.u.values[i]);
            result = encode_value(ctx, item);
            JS_FreeValue(ctx, item);
        } else {
            JSValue item = JS_GetPropertyInt64(ctx, array, i);
            if (JS_IsException(item)) return -1;
            result = encode_value(ctx, item);
            JS_FreeValue(ctx, item);
        }
        if (result) return -1;
    }
    return 0;
}

static inline bool is_forbidden_key(JSAtom atom) {
    return atom == JS_ATOM___proto__ || atom == JS_ATOM_constructor || atom == JS_ATOM_prototype;
}

static int encode_property(JSContext *ctx, JSAtom key, JSValue value) {
    if (JS_IsException(value)) return -1;
    encoder.path[encoder.depth].key = key;
    int result = put_key(ctx, key) || encode_value(ctx, value) ? -1 : 0;
    JS_FreeValue(ctx, value);
    return result;
}

// Any object: its keys are asked for as Object.keys does, which may run proxy traps.
static int encode_object_slowly(JSContext *ctx, JSValueConst value) {
    JSPropertyEnum *keys;
    uint32_t count, sent = 0;
    int result = -1;
    if (JS_GetOwnPropertyNames(ctx, &keys, &count, value, JS_GPN_STRING_MASK | JS_GPN_ENUM_ONLY)) return -1;
    for (uint32_t i = 0; i < count; i++) sent += !is_forbidden_key(keys[i].atom);
    if (put_map_head(ctx, sent)) goto done;
    for (uint32_t i = 0; i < count; i++) {
        if (is_forbidden_key(keys[i].atom)) continue;
        if (encode_property(ctx, keys[i].atom, JS_GetProperty(ctx, value, keys[i].atom))) goto done;
    }
    result = 0;
done:
    encoder.path[encoder.depth].key = JS_ATOM_NULL;
    JS_FreePropertyEnum(ctx, keys, count);
    return result;
}

// A plain object: walks its shape, without a list of keys. The shape is held, and an object that changes meanwhile gets
// a new one, so the walk stays valid whatever a getter further down does.
static int encode_object(JSContext *ctx, JSValueConst value) {
    JSObject *object = JS_VALUE_GET_OBJ(value);
    if (object->is_exotic || object->fast_array) return encode_object_slowly(ctx, value);
    JSShape *shape = object->shape;
    JSShapeProperty *property = get_shape_prop(shape);
    uint32_t sent = 0;
    for (int i = 0; i < shape->prop_count; i++) {
        JSAtom atom = property[i].atom;
        if (atom == JS_ATOM_NULL || !(property[i].flags & JS_PROP_ENUMERABLE)) continue;
        uint32_t ignored;
        // Index keys come first in a fixed order: leave that to the engine.
        if (JS_AtomIsArrayIndex(ctx, &ignored, atom)) return encode_object_slowly(ctx, value);
        if (JS_AtomGetKind(ctx, atom) == JS_ATOM_KIND_STRING && !is_forbidden_key(atom)) sent++;
    }
    if (put_map_head(ctx, sent)) return -1;

    int result = -1;
    js_dup_shape(shape);
    for (int i = 0; i < shape->prop_count; i++) {
        property = &get_shape_prop(shape)[i];
        JSAtom atom = property->atom;
        if (atom == JS_ATOM_NULL || !(property->flags & JS_PROP_ENUMERABLE)) continue;
        if (JS_AtomGetKind(ctx, atom) != JS_ATOM_KIND_STRING || is_forbidden_key(atom)) continue;
        JSValue item = object->shape == shape && (property->flags & JS_PROP_TMASK) == JS_PROP_NORMAL
            ? js_dup(object->prop[i].u.value) : JS_GetProperty(ctx, value, atom);
        if (encode_property(ctx, atom, item)) goto done;
    }
    result = 0;
done:
    encoder.path[encoder.depth].key = JS_ATOM_NULL;
    js_free_shape(ctx->rt, shape);
    return result;
}

// A proxy of an array is an array (Array.isArray says so too). Bounded, because a proxy may wrap a proxy.
static bool is_array_like(JSValueConst value) {
    for (int i = 0; i < 32; i++) {
        JSObject *object = JS_VALUE_GET_OBJ(value);
        if (object->class_id == JS_CLASS_ARRAY) return true;
        if (object->class_id != JS_CLASS_PROXY) return false;
        value = object->u.proxy_data->target;
        if (JS_VALUE_GET_TAG(value) != JS_TAG_OBJECT) return false;
    }
    return false;
}

static int encode_collection(JSContext *ctx, JSObject *object, bool is_map) {
    JSMapState *state = object->u.map_state;
    uint32_t per_record = is_map ? 2 : 1, count = 0, start;
    // A copy, because a getter of a value may change the collection.
    JSValue *items = js_malloc(ctx, ((size_t)state->record_count * per_record + 1) * sizeof(JSValue));
    if (!items) return -1;
    struct list_head *link;
    list_for_each(link, &state->records) {
        JSMapRecord *record = list_entry(link, JSMapRecord, link);
        if (record->empty || count + per_record > state->record_count * per_record) continue;
        items[count++] = js_dup(record->key);
        if (is_map) items[count++] = js_dup(record->value);
    }
    int result = -1;
    if (open_extension(ctx, is_map ? EXT_MAP : EXT_SET, &start) || count_value(ctx)) goto done;
    if (put_array_head(ctx, count)) goto done;
    for (uint32_t i = 0; i < count; i++) {
        encoder.path[encoder.depth].index = i;
        if (encode_value(ctx, items[i])) goto done;
    }
    close_extension(start);
    result = 0;
done:
    for (uint32_t i = 0; i < count; i++) JS_FreeValue(ctx, items[i]);
    js_free(ctx, items);
    return result;
}

static int encode_error_text(JSContext *ctx, JSValueConst error, JSAtom key) {
    JSValue value = JS_GetProperty(ctx, error, key);
    if (JS_IsException(value)) return -1;
    if (JS_IsUndefined(value) || JS_IsNull(value)) {
        JS_FreeValue(ctx, value);
        value = js_empty_string(ctx->rt);
    } else if (!JS_IsString(value)) {
        JSValue text = JS_ToString(ctx, value);
        JS_FreeValue(ctx, value);
        if (JS_IsException(text)) return -1;
        value = text;
    }
    encoder.path[encoder.depth].key = key;
    int result = put_key(ctx, key) || count_value(ctx) || put_string(ctx, value) ? -1 : 0;
    JS_FreeValue(ctx, value);
    return result;
}

static int encode_error(JSContext *ctx, JSValueConst error) {
    uint32_t start;
    int has_cause = JS_GetOwnProperty(ctx, NULL, error, JS_ATOM_cause);
    if (has_cause < 0) return -1;
    if (open_extension(ctx, EXT_ERROR, &start) || count_value(ctx)) return -1;
    if (put_map_head(ctx, has_cause ? 4 : 3)) return -1;
    if (encode_error_text(ctx, error, JS_ATOM_name)) return -1;
    if (encode_error_text(ctx, error, JS_ATOM_message)) return -1;
    if (encode_error_text(ctx, error, JS_ATOM_stack)) return -1;
    if (has_cause && encode_property(ctx, JS_ATOM_cause, JS_GetProperty(ctx, error, JS_ATOM_cause))) return -1;
    encoder.path[encoder.depth].key = JS_ATOM_NULL;
    close_extension(start);
    return 0;
}

static int encode_container(JSContext *ctx, JSValueConst value) {
    JSObject *object = JS_VALUE_GET_OBJ(value);
    if (encode_enter(ctx, object)) return -1;
    int result;
    switch (object->class_id) {
    case JS_CLASS_ARRAY: result = encode_array(ctx, value); break;
    case JS_CLASS_ERROR: case JS_CLASS_DOM_EXCEPTION: result = encode_error(ctx, value); break;
    case JS_CLASS_MAP: result = encode_collection(ctx, object, true); break;
    case JS_CLASS_SET: result = encode_collection(ctx, object, false); break;
    case JS_CLASS_PROXY:
        result = is_array_like(value) ? encode_array(ctx, value) : encode_object_slowly(ctx, value);
        break;
    default: result = encode_object(ctx, value); break;
    }
    encoder.depth--;
    return result;
}

static int encode_value(JSContext *ctx, JSValueConst value) {
    if (count_value(ctx)) return -1;
    switch (JS_VALUE_GET_NORM_TAG(value)) {
    case JS_TAG_INT: return put_integer(ctx, JS_VALUE_GET_INT(value));
    case JS_TAG_BOOL: return put_byte(ctx, JS_VALUE_GET_BOOL(value) ? 0xc3 : 0xc2);
    case JS_TAG_NULL: return put_byte(ctx, 0xc0);
    case JS_TAG_UNDEFINED: return put_undefined(ctx);
    case JS_TAG_FLOAT64: return put_number(ctx, JS_VALUE_GET_FLOAT64(value));
    case JS_TAG_STRING: case JS_TAG_STRING_ROPE: return put_string(ctx, value);
    case JS_TAG_BIG_INT: case JS_TAG_SHORT_BIG_INT: return put_bigint(ctx, value);
    case JS_TAG_OBJECT: break;
    default: return encode_type_error(ctx, "a symbol");
    }
    JSObject *object = JS_VALUE_GET_OBJ(value);
    switch (object->class_id) {
    case JS_CLASS_DATE: return put_date(ctx, object);
    case JS_CLASS_ARRAY_BUFFER: case JS_CLASS_SHARED_ARRAY_BUFFER: return put_array_buffer(ctx, object);
    case JS_CLASS_DATAVIEW: return put_data_view(ctx, object);
    case JS_CLASS_OBJECT: case JS_CLASS_ARRAY: return encode_container(ctx, value);
    }
    if (is_typed_array(object->class_id)) return put_typed_array(ctx, object);
    if (JS_IsFunction(ctx, value)) return put_function(ctx, value);
    return encode_container(ctx, value);
}

// Encode one value at the end of `out`. All or nothing: on failure `out` and the counts are as before.
static int encode_append(JSContext *ctx, Buffer *out, uint32_t bytes_max, JSValueConst value) {
    uint32_t size = out->size, values = encoder.values, extensions = encoder.extensions;
    if (encoder.active) {
        JS_ThrowTypeError(ctx, "append was called by a getter of a value that is being appended");
        return -1;
    }
    encoder.active = true;
    encoder.out = out;
    encoder.bytes_max = bytes_max;
    encoder.depth = 0;
    encoder.depth_max = control[CONTROL_DEPTH_MAX] < ENCODE_DEPTH_MAX ? control[CONTROL_DEPTH_MAX] : ENCODE_DEPTH_MAX;
    int result = encode_value(ctx, value);
    encoder.active = false;
    encoder.depth = 0;
    if (result) {
        out->size = size;
        encoder.values = values;
        encoder.extensions = extensions;
    }
    return result;
}
