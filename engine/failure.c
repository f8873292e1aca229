// Describes a failure in at most 8 KB without running guest code: own and inherited data properties only, no getters,
// no proxies, no toString. Part of the translation unit bridge.c. What it writes becomes the outbox of a failed turn.

enum { FAILURE_NAME_MAX = 256, FAILURE_MESSAGE_MAX = 4096, FAILURE_STACK_MAX = 3584, FAILURE_PROTOTYPES_MAX = 32 };

typedef struct {
    uint8_t *at;
    uint8_t *end;
} Text;

static uint8_t failure[FAILURE_NAME_MAX + FAILURE_MESSAGE_MAX + FAILURE_STACK_MAX + 256];
static uint32_t failure_size;

static bool text_point(Text *text, uint32_t c) {
    if (text->end - text->at < 4) return false;
    text->at = put_code_point(text->at, c);
    return true;
}

static void text_literal(Text *text, const char *literal) {
    while (*literal && text_point(text, (uint8_t)*literal)) literal++;
}

// Copies what fits. A rope is walked, not flattened: flattening allocates, and the heap may be what ran out.
static bool text_string(Text *text, JSValueConst value) {
    if (JS_VALUE_GET_TAG(value) == JS_TAG_STRING_ROPE) {
        JSStringRope *rope = JS_VALUE_GET_STRING_ROPE(value);
        return text_string(text, rope->left) && text_string(text, rope->right);
    }
    JSString *string = JS_VALUE_GET_STRING(value);
    for (uint32_t i = 0; i < string->len;) {
        uint32_t c = string->is_wide_char ? next_code_point(str16(string), string->len, &i) : str8(string)[i++];
        if (!text_point(text, c)) return false;
    }
    return true;
}

static void text_primitive(Text *text, JSContext *ctx, JSValueConst value) {
    char digits[32];
    switch (JS_VALUE_GET_NORM_TAG(value)) {
    case JS_TAG_STRING: case JS_TAG_STRING_ROPE: text_string(text, value); break;
    case JS_TAG_INT: snprintf(digits, sizeof(digits), "%d", JS_VALUE_GET_INT(value)); text_literal(text, digits); break;
    case JS_TAG_FLOAT64:
        snprintf(digits, sizeof(digits), "%.17g", JS_VALUE_GET_FLOAT64(value));
        text_literal(text, digits);
        break;
    case JS_TAG_BOOL: text_literal(text, JS_VALUE_GET_BOOL(value) ? "true" : "false"); break;
    case JS_TAG_NULL: text_literal(text, "null"); break;
    case JS_TAG_UNDEFINED: text_literal(text, "undefined"); break;
    case JS_TAG_BIG_INT: case JS_TAG_SHORT_BIG_INT: text_literal(text, "a BigInt"); break;
    case JS_TAG_SYMBOL: text_literal(text, "a symbol"); break;
    case JS_TAG_OBJECT: text_literal(text, JS_IsFunction(ctx, value) ? "a function" : "an object"); break;
    default: text_literal(text, "an unknown value"); break;
    }
}

// A data property of the object or of its prototypes; not owned. False at a getter or a proxy.
static bool find_data(JSObject *object, JSAtom key, JSValueConst *value) {
    for (int i = 0; object && i < FAILURE_PROTOTYPES_MAX; i++, object = object->shape->proto) {
        if (object->class_id == JS_CLASS_PROXY) return false;
        JSProperty *property;
        JSShapeProperty *shape = find_own_property(&property, object, key);
        if (!shape) continue;
        if ((shape->flags & JS_PROP_TMASK) != JS_PROP_NORMAL) return false;
        *value = property->u.value;
        return true;
    }
    return false;
}

static void failure_field(const char *name, const uint8_t *bytes, uint32_t size) {
    uint8_t *at = failure + failure_size;
    uint32_t length = (uint32_t)strlen(name);
    *at++ = (uint8_t)(0xa0 | length);
    memcpy(at, name, length);
    at += length;
    *at++ = 0xda;
    put16(at, size);
    at += 2;
    memcpy(at, bytes, size);
    failure_size = (uint32_t)(at + size - failure);
}

static bool text_is(JSValueConst value, const char *literal) {
    if (JS_VALUE_GET_TAG(value) != JS_TAG_STRING) return false;
    JSString *string = JS_VALUE_GET_STRING(value);
    return !string->is_wide_char && string->len == strlen(literal) && !memcmp(str8(string), literal, string->len);
}

static bool is_heap_full(JSRuntime *rt) {
    return is_memory_out || rt->malloc_state.malloc_size + (64 << 10) > rt->malloc_state.malloc_limit;
}

// Codes that only the bridge gives: a guest cannot claim them by throwing something.
static bool is_bridge_code(const char *code) {
    static const char *const codes[] = {"memory", "stack", "deadline", "outbox", "values", "extensions",
                                       "depth", "trap", "broken", "internal"};
    for (size_t i = 0; i < countof(codes); i++) {
        if (!strcmp(codes[i], code)) return true;
    }
    return false;
}

// The code that the core gave an error of its own: an own data property, lower case and underscores. NULL if none.
static const char *own_code(JSContext *ctx, JSObject *object) {
    static char code[65];
    JSProperty *property;
    JSAtom key = JS_NewAtom(ctx, "code");
    if (key == JS_ATOM_NULL) return NULL;
    JSShapeProperty *shape = object->class_id == JS_CLASS_ERROR ? find_own_property(&property, object, key) : NULL;
    JS_FreeAtom(ctx, key);
    if (!shape || (shape->flags & JS_PROP_TMASK) != JS_PROP_NORMAL) return NULL;
    if (JS_VALUE_GET_TAG(property->u.value) != JS_TAG_STRING) return NULL;
    JSString *string = JS_VALUE_GET_STRING(property->u.value);
    if (string->is_wide_char || string->len == 0 || string->len >= sizeof(code)) return NULL;
    for (uint32_t i = 0; i < string->len; i++) {
        char c = (char)str8(string)[i];
        if (!(c == '_' || (c >= 'a' && c <= 'z'))) return NULL;
        code[i] = c;
    }
    code[string->len] = 0;
    return is_bridge_code(code) ? NULL : code;
}

static const char *failure_code(JSContext *ctx, JSValueConst error) {
    // The engine throws null when there is no room for an Error; a guest may throw it just so.
    if (JS_VALUE_GET_TAG(error) == JS_TAG_NULL && is_heap_full(ctx->rt)) return "memory";
    if (JS_VALUE_GET_TAG(error) != JS_TAG_OBJECT) return "exception";
    if (limit_code && JS_VALUE_GET_TAG(limit_error) == JS_TAG_OBJECT &&
        JS_VALUE_GET_OBJ(limit_error) == JS_VALUE_GET_OBJ(error)) {
        return limit_code;
    }
    JSObject *object = JS_VALUE_GET_OBJ(error);
    JSValueConst message;
    if (object->class_id == JS_CLASS_ERROR && find_data(object, JS_ATOM_message, &message)) {
        if (text_is(message, "out of memory")) return "memory";
        if (text_is(message, "Maximum call stack size exceeded")) return "stack";
    }
    const char *code = own_code(ctx, object);
    return code ? code : "exception";
}

// Describe a failure; takes ownership of `error`. `code` and `message` may be NULL: then they come from the error.
static void failure_write(JSContext *ctx, JSValue error, const char *code, const char *message) {
    static uint8_t name_text[FAILURE_NAME_MAX], message_text[FAILURE_MESSAGE_MAX], stack_text[FAILURE_STACK_MAX];
    Text name = {name_text, name_text + sizeof(name_text)};
    Text body = {message_text, message_text + sizeof(message_text)};
    Text stack = {stack_text, stack_text + sizeof(stack_text)};
    JSValueConst value;

    if (!code) code = failure_code(ctx, error);
    if (JS_VALUE_GET_TAG(error) == JS_TAG_OBJECT) {
        JSObject *object = JS_VALUE_GET_OBJ(error);
        if (find_data(object, JS_ATOM_name, &value) && JS_IsString(value)) text_string(&name, value);
        if (find_data(object, JS_ATOM_message, &value)) {
            text_primitive(&body, ctx, value);
        } else {
            text_literal(&body, object->class_id == JS_CLASS_PROXY ? "a Proxy was thrown" : "an object without a message was thrown");
        }
        if (find_data(object, JS_ATOM_stack, &value) && JS_IsString(value)) {
            text_string(&stack, value);
        } else if (object->class_id == JS_CLASS_ERROR && JS_IsString(object->u.object_data)) {
            text_string(&stack, object->u.object_data);
        }
    } else if (JS_VALUE_GET_TAG(error) == JS_TAG_NULL && !strcmp(code, "memory")) {
        text_literal(&body, "out of memory");
    } else {
        text_primitive(&body, ctx, error);
    }
    if (name.at == name_text) text_literal(&name, JS_VALUE_GET_TAG(error) == JS_TAG_OBJECT ? "Error" : "");
    if (message) {
        body.at = message_text;
        text_literal(&body, message);
    }
    failure[0] = 0x84;
    failure_size = 1;
    failure_field("name", name_text, (uint32_t)(name.at - name_text));
    failure_field("message", message_text, (uint32_t)(body.at - message_text));
    failure_field("stack", stack_text, (uint32_t)(stack.at - stack_text));
    failure_field("code", (const uint8_t *)code, (uint32_t)strlen(code));
    JS_FreeValue(ctx, error);
}
