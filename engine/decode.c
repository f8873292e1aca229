// Decodes MessagePack into JavaScript values (docs/guest-abi.md, section 5). Part of the translation unit bridge.c. The
// bytes come from the host, but are checked all the same: a malformed message is an error, never a read past the end.

enum { DECODE_DEPTH_MAX = 512 };

typedef struct {
    const uint8_t *at;
    const uint8_t *end;
    uint32_t depth;
} Decoder;

static JSValue decode_value(JSContext *ctx, Decoder *in);

static JSValue decode_malformed(JSContext *ctx) {
    return JS_ThrowInternalError(ctx, "malformed message from the host");
}

static inline bool decode_has(const Decoder *in, uint32_t size) {
    return (uint32_t)(in->end - in->at) >= size;
}

static inline uint32_t get32(const uint8_t *at) {
    uint32_t value;
    memcpy(&value, at, 4);
    return __builtin_bswap32(value);
}

static inline uint64_t get64(const uint8_t *at) {
    uint64_t value;
    memcpy(&value, at, 8);
    return __builtin_bswap64(value);
}

static inline double get_double(const uint8_t *at) {
    uint64_t bits = get64(at);
    double value;
    memcpy(&value, &bits, 8);
    return value;
}

// A big-endian number of 1, 2, 4 or 8 bytes; false at the end of the message.
static bool decode_number(Decoder *in, uint32_t width, uint64_t *value) {
    if (!decode_has(in, width)) return false;
    *value = 0;
    for (uint32_t i = 0; i < width; i++) *value = *value << 8 | *in->at++;
    return true;
}

static JSValue decode_string(JSContext *ctx, Decoder *in, uint32_t size) {
    if (!decode_has(in, size)) return decode_malformed(ctx);
    const char *text = (const char *)in->at;
    in->at += size;
    return JS_NewStringLen(ctx, text, size);
}

static JSValue decode_array(JSContext *ctx, Decoder *in, uint32_t count) {
    // An element takes at least a byte: a length beyond the message is refused before anything is made.
    if (!decode_has(in, count)) return decode_malformed(ctx);
    if (in->depth >= DECODE_DEPTH_MAX) return JS_ThrowRangeError(ctx, "message from the host is nested too deep");
    JSValue array = js_allocate_fast_array(ctx, count);
    if (JS_IsException(array)) return array;
    in->depth++;
    for (uint32_t i = 0; i < count; i++) {
        JSValue item = decode_value(ctx, in);
        if (JS_IsException(item)) {
            JS_FreeValue(ctx, array);
            return item;
        }
        // Nothing else can reach the array yet, so it is still the one made above, whatever resolveFunction does.
        JS_VALUE_GET_OBJ(array)->u.array.u.values[i] = item;
    }
    in->depth--;
    return array;
}

// A key of a map: fails on anything but a string.
static bool decode_key(JSContext *ctx, Decoder *in, JSAtom *key) {
    uint64_t size;
    if (!decode_has(in, 1)) goto malformed;
    uint8_t head = *in->at++;
    if ((head & 0xe0) == 0xa0) {
        size = head & 31;
    } else if (head == 0xd9) {
        if (!decode_number(in, 1, &size)) goto malformed;
    } else if (head == 0xda) {
        if (!decode_number(in, 2, &size)) goto malformed;
    } else if (head == 0xdb) {
        if (!decode_number(in, 4, &size)) goto malformed;
    } else {
        goto malformed;
    }
    if (!decode_has(in, (uint32_t)size)) goto malformed;
    *key = JS_NewAtomLen(ctx, (const char *)in->at, (size_t)size);
    in->at += size;
    return *key != JS_ATOM_NULL;
malformed:
    decode_malformed(ctx);
    return false;
}

static JSValue decode_map(JSContext *ctx, Decoder *in, uint32_t count) {
    if (!decode_has(in, count)) return decode_malformed(ctx);
    if (in->depth >= DECODE_DEPTH_MAX) return JS_ThrowRangeError(ctx, "message from the host is nested too deep");
    JSValue object = JS_NewObject(ctx);
    if (JS_IsException(object)) return object;
    in->depth++;
    for (uint32_t i = 0; i < count; i++) {
        JSAtom key;
        if (!decode_key(ctx, in, &key)) goto fail;
        JSValue value = decode_value(ctx, in);
        if (JS_IsException(value)) {
            JS_FreeAtom(ctx, key);
            goto fail;
        }
        if (is_forbidden_key(key)) {
            JS_FreeValue(ctx, value);
        } else if (JS_DefinePropertyValue(ctx, object, key, value, JS_PROP_C_W_E) < 0) {
            JS_FreeAtom(ctx, key);
            goto fail;
        }
        JS_FreeAtom(ctx, key);
    }
    in->depth--;
    return object;
fail:
    JS_FreeValue(ctx, object);
    return JS_EXCEPTION;
}

static JSValue decode_function(JSContext *ctx, const uint8_t *payload, uint32_t size) {
    if (size != 4) return decode_malformed(ctx);
    if (!JS_IsFunction(ctx, handlers[HANDLER_RESOLVE_FUNCTION])) return JS_UNDEFINED;
    JSValue id = JS_NewUint32(ctx, get32(payload));
    return JS_Call(ctx, handlers[HANDLER_RESOLVE_FUNCTION], JS_UNDEFINED, 1, vc(&id));
}

static int hex_digit(uint8_t c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static JSValue decode_bigint(JSContext *ctx, const uint8_t *payload, uint32_t size) {
    bool negative = size > 0 && payload[0] == '-';
    if (negative) payload++, size--;
    if (size == 0 || size > BIGINT_DIGITS_MAX) return decode_malformed(ctx);
    uint32_t limbs = (size + 7) / 8 + 1;     // one more, for the sign
    for (uint32_t i = 0; i < size; i++) {
        if (hex_digit(payload[i]) < 0) return decode_malformed(ctx);
    }
    JSBigInt *number = js_bigint_new(ctx, (int)limbs);
    if (!number) return JS_EXCEPTION;
    memset(number->tab, 0, limbs * sizeof(js_limb_t));
    for (uint32_t i = 0; i < size; i++) {
        number->tab[i / 8] |= (js_limb_t)hex_digit(payload[size - 1 - i]) << 4 * (i % 8);
    }
    if (negative) {
        js_limb_t carry = 1;
        for (uint32_t i = 0; i < limbs; i++) {
            number->tab[i] = ~number->tab[i] + carry;
            carry = carry && number->tab[i] == 0;
        }
    }
    return JS_CompactBigInt(ctx, js_bigint_normalize(ctx, number));
}

// Collections are made by their constructors' C functions, never by what a guest may have put in their place.
static JSValue decode_collection(JSContext *ctx, Decoder *in, bool is_map) {
    JSValue items = decode_value(ctx, in);
    JSValue collection = JS_EXCEPTION;
    if (JS_IsException(items)) return items;
    if (!JS_IsArray(items)) {
        JS_FreeValue(ctx, items);
        return decode_malformed(ctx);
    }
    JSObject *array = JS_VALUE_GET_OBJ(items);
    uint32_t count = array->u.array.count, per_record = is_map ? 2 : 1;
    if (count % per_record) {
        JS_FreeValue(ctx, items);
        return decode_malformed(ctx);
    }
    int magic = is_map ? 0 : MAGIC_SET;
    collection = js_map_constructor(ctx, JS_UNDEFINED, 0, NULL, magic);
    for (uint32_t i = 0; i < count && !JS_IsException(collection); i += per_record) {
        JSValueConst pair[2] = {array->u.array.u.values[i], array->u.array.u.values[i + per_record - 1]};
        JSValue result = js_map_set(ctx, collection, 2, pair, magic);
        if (JS_IsException(result)) {
            JS_FreeValue(ctx, collection);
            collection = JS_EXCEPTION;
        } else {
            JS_FreeValue(ctx, result);
        }
    }
    JS_FreeValue(ctx, items);
    return collection;
}

// Move a property of the decoded map to the Error, where errors hide theirs from enumeration.
static void move_hidden(JSContext *ctx, JSValueConst error, JSValueConst fields, JSAtom key) {
    JSProperty *property;
    if (!find_own_property(&property, JS_VALUE_GET_OBJ(fields), key)) return;
    JS_DefinePropertyValue(ctx, error, key, js_dup(property->u.value), JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
}

static JSValue decode_error(JSContext *ctx, Decoder *in) {
    JSValue fields = decode_value(ctx, in);
    if (JS_IsException(fields)) return fields;
    if (JS_VALUE_GET_TAG(fields) != JS_TAG_OBJECT || JS_VALUE_GET_OBJ(fields)->class_id != JS_CLASS_OBJECT) {
        JS_FreeValue(ctx, fields);
        return decode_malformed(ctx);
    }
    // An error of a built-in kind gets that kind's prototype, so that `instanceof` holds on this side too.
    JSValueConst prototype = ctx->class_proto[JS_CLASS_ERROR];
    bool built_in = false;
    JSProperty *name;
    if (find_own_property(&name, JS_VALUE_GET_OBJ(fields), JS_ATOM_name) && JS_VALUE_GET_TAG(name->u.value) == JS_TAG_STRING) {
        JSString *text = JS_VALUE_GET_STRING(name->u.value);
        for (int i = 0; i <= JS_NATIVE_ERROR_COUNT && !text->is_wide_char; i++) {
            const char *candidate = i < JS_NATIVE_ERROR_COUNT ? native_error_name[i] : "Error";
            if (strlen(candidate) != text->len || memcmp(candidate, str8(text), text->len)) continue;
            if (i < JS_NATIVE_ERROR_COUNT) prototype = ctx->native_error_proto[i];
            built_in = true;
        }
    }
    JSValue error = JS_NewObjectProtoClass(ctx, prototype, JS_CLASS_ERROR);
    if (!JS_IsException(error)) {
        if (!built_in) move_hidden(ctx, error, fields, JS_ATOM_name);
        move_hidden(ctx, error, fields, JS_ATOM_message);
        move_hidden(ctx, error, fields, JS_ATOM_stack);
        move_hidden(ctx, error, fields, JS_ATOM_cause);
    }
    JS_FreeValue(ctx, fields);
    return error;
}

static JSValue decode_typed_array(JSContext *ctx, const uint8_t *payload, uint32_t size) {
    static const uint16_t classes[] = {
        [1] = JS_CLASS_INT8_ARRAY, JS_CLASS_UINT8C_ARRAY, JS_CLASS_INT16_ARRAY, JS_CLASS_UINT16_ARRAY,
        JS_CLASS_INT32_ARRAY, JS_CLASS_UINT32_ARRAY, JS_CLASS_FLOAT32_ARRAY, JS_CLASS_FLOAT64_ARRAY,
        JS_CLASS_BIG_INT64_ARRAY, JS_CLASS_BIG_UINT64_ARRAY, JS_CLASS_DATAVIEW,
    };
    if (size == 0 || payload[0] == 0 || payload[0] > ELEMENT_DATA_VIEW) return decode_malformed(ctx);
    uint16_t class_id = classes[payload[0]];
    payload++, size--;
    JSValue buffer = JS_NewArrayBufferCopy(ctx, payload, size);
    if (JS_IsException(buffer)) return buffer;
    if (class_id == JS_CLASS_DATAVIEW) {
        JSValueConst arguments[] = {buffer};
        JSValue view = js_dataview_constructor(ctx, JS_UNDEFINED, 1, arguments);
        JS_FreeValue(ctx, buffer);
        return view;
    }
    uint32_t shift = typed_array_size_log2(class_id);
    if (size & ((1u << shift) - 1)) {
        JS_FreeValue(ctx, buffer);
        return decode_malformed(ctx);
    }
    JSValue array = js_create_from_ctor(ctx, JS_UNDEFINED, class_id);
    if (JS_IsException(array)) {
        JS_FreeValue(ctx, buffer);
        return array;
    }
    if (typed_array_init(ctx, array, buffer, 0, size >> shift, false)) {
        JS_FreeValue(ctx, array);
        return JS_EXCEPTION;
    }
    return array;
}

static JSValue decode_extension(JSContext *ctx, Decoder *in, uint32_t size) {
    if (!decode_has(in, 1)) return decode_malformed(ctx);
    uint8_t type = *in->at++;
    if (!decode_has(in, size)) return decode_malformed(ctx);
    const uint8_t *payload = in->at;
    if (type == EXT_ERROR || type == EXT_MAP || type == EXT_SET) {
        Decoder inner = {.at = payload, .end = payload + size, .depth = in->depth + 1};
        if (inner.depth >= DECODE_DEPTH_MAX) return JS_ThrowRangeError(ctx, "message from the host is nested too deep");
        JSValue value = type == EXT_ERROR ? decode_error(ctx, &inner) : decode_collection(ctx, &inner, type == EXT_MAP);
        if (!JS_IsException(value) && inner.at != inner.end) {
            JS_FreeValue(ctx, value);
            return decode_malformed(ctx);
        }
        in->at += size;
        return value;
    }
    in->at += size;
    switch (type) {
    case EXT_UNDEFINED: return JS_UNDEFINED;
    case EXT_FUNCTION: return decode_function(ctx, payload, size);
    case EXT_DATE: return size == 8 ? JS_NewDate(ctx, get_double(payload)) : decode_malformed(ctx);
    case EXT_BIGINT: return decode_bigint(ctx, payload, size);
    case EXT_ARRAY_BUFFER: return JS_NewArrayBufferCopy(ctx, payload, size);
    case EXT_TYPED_ARRAY: return decode_typed_array(ctx, payload, size);
    default: return decode_malformed(ctx);
    }
}

static JSValue decode_bytes(JSContext *ctx, Decoder *in, uint32_t size) {
    if (!decode_has(in, size)) return decode_malformed(ctx);
    const uint8_t *bytes = in->at;
    in->at += size;
    return JS_NewUint8ArrayCopy(ctx, bytes, size);
}

static JSValue decode_value(JSContext *ctx, Decoder *in) {
    uint64_t number;
    if (!decode_has(in, 1)) return decode_malformed(ctx);
    uint8_t head = *in->at++;
    if (head <= 0x7f) return js_int32(head);
    if (head >= 0xe0) return js_int32((int8_t)head);
    if (head <= 0x8f) return decode_map(ctx, in, head & 15);
    if (head <= 0x9f) return decode_array(ctx, in, head & 15);
    if (head <= 0xbf) return decode_string(ctx, in, head & 31);
    switch (head) {
    case 0xc0: return JS_NULL;
    case 0xc2: return JS_FALSE;
    case 0xc3: return JS_TRUE;
    case 0xca:
        if (!decode_number(in, 4, &number)) break;
        {
            uint32_t bits = (uint32_t)number;
            float value;
            memcpy(&value, &bits, 4);
            return js_number(value);
        }
    case 0xcb:
        if (!decode_has(in, 8)) break;
        in->at += 8;
        return js_number(get_double(in->at - 8));
    case 0xcc: case 0xcd: case 0xce: case 0xcf:
        if (!decode_number(in, 1u << (head - 0xcc), &number)) break;
        return number <= INT32_MAX ? js_int32((int32_t)number) : js_float64((double)number);
    case 0xd0: if (!decode_number(in, 1, &number)) break; return js_int32((int8_t)number);
    case 0xd1: if (!decode_number(in, 2, &number)) break; return js_int32((int16_t)number);
    case 0xd2: if (!decode_number(in, 4, &number)) break; return js_int32((int32_t)number);
    case 0xd3: if (!decode_number(in, 8, &number)) break; return js_int64((int64_t)number);
    case 0xc4: case 0xc5: case 0xc6:
        if (!decode_number(in, 1u << (head - 0xc4), &number)) break;
        return decode_bytes(ctx, in, (uint32_t)number);
    case 0xd9: case 0xda: case 0xdb:
        if (!decode_number(in, 1u << (head - 0xd9), &number)) break;
        return decode_string(ctx, in, (uint32_t)number);
    case 0xdc: case 0xdd:
        if (!decode_number(in, head == 0xdc ? 2 : 4, &number)) break;
        return decode_array(ctx, in, (uint32_t)number);
    case 0xde: case 0xdf:
        if (!decode_number(in, head == 0xde ? 2 : 4, &number)) break;
        return decode_map(ctx, in, (uint32_t)number);
    case 0xc7: case 0xc8: case 0xc9:
        if (!decode_number(in, 1u << (head - 0xc7), &number)) break;
        return decode_extension(ctx, in, (uint32_t)number);
    case 0xd4: case 0xd5: case 0xd6: case 0xd7: case 0xd8:
        return decode_extension(ctx, in, 1u << (head - 0xd4));
    }
    return decode_malformed(ctx);
}

static JSValue decode_message(JSContext *ctx, const uint8_t *bytes, uint32_t size) {
    Decoder in = {.at = bytes, .end = bytes + size, .depth = 0};
    JSValue value = decode_value(ctx, &in);
    if (!JS_IsException(value) && in.at != in.end) {
        JS_FreeValue(ctx, value);
        return decode_malformed(ctx);
    }
    return value;
}
