// A contract that succeeds and fails in each way the host's tests ask about. Written against the
// host interface itself (soroban-env-common's env.json), so that these tests need no SDK.
typedef unsigned long long Val;
typedef unsigned int u32;

#define HOST(module, name) __attribute__((import_module(module), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

HOST("l", "_") Val put(Val key, Val value, Val storage);
HOST("l", "0") Val has(Val key, Val storage);
HOST("l", "1") Val get(Val key, Val storage);
HOST("l", "2") Val del(Val key, Val storage);
HOST("l", "7") Val extend_ttl(Val key, Val storage, Val threshold, Val extend_to);
HOST("a", "0") Val require_auth(Val address);
HOST("v", "_") Val vec_new(void);
HOST("v", "6") Val vec_push_back(Val vec, Val value);
HOST("x", "1") Val contract_event(Val topics, Val data);
HOST("x", "5") Val fail_with_error(Val error);
HOST("d", "_") Val call(Val contract, Val function, Val arguments);

enum { true_val = 1, void_val = 2, error_tag = 3, u32_tag = 4, small_symbol_tag = 14 };
enum { temporary = 0, persistent = 1 };

static Val from_u32(u32 value) { return ((Val)value << 32) | u32_tag; }
static u32 to_u32(Val value) { return (u32)(value >> 32); }

// "count", six bits a character: a = 38.
static const Val count_key =
    ((((((((40ULL << 6) | 52) << 6) | 58) << 6) | 51) << 6 | 57) << 8) | small_symbol_tag;

EXPORT("increment") Val increment(void) {
    u32 count = has(count_key, persistent) == true_val ? to_u32(get(count_key, persistent)) : 0;
    Val next = from_u32(count + 1);
    put(count_key, next, persistent);
    contract_event(vec_push_back(vec_new(), count_key), next);
    return next;
}

EXPORT("count") Val count(void) { return get(count_key, persistent); }

EXPORT("forget") Val forget(void) { return del(count_key, persistent); }

EXPORT("extend") Val extend(Val ledgers) {
    return extend_ttl(count_key, persistent, ledgers, ledgers);
}

EXPORT("note") Val note(Val value) { return put(count_key, value, temporary); }

EXPORT("noted") Val noted(void) { return has(count_key, temporary); }

EXPORT("authorized") Val authorized(Val address) { return require_auth(address); }

EXPORT("refuse") Val refuse(Val code) {
    return fail_with_error(((Val)to_u32(code) << 32) | error_tag);
}

EXPORT("forward") Val forward(Val contract, Val function) {
    return call(contract, function, vec_new());
}

EXPORT("trap") Val trap(void) { __builtin_trap(); }

EXPORT("spin") Val spin(void) {
    for (volatile u32 turns = 0;; turns = turns + 1) {
    }
}

static u32 dive(volatile u32 depth) { return dive(depth + 1) + depth; }

EXPORT("recurse") Val recurse(void) { return from_u32(dive(0)); }

EXPORT("hoard") Val hoard(void) {
    Val vec = vec_new();
    for (;;)
        vec = vec_push_back(vec, vec);
}

// contractenvmetav0: SC_ENV_META_KIND_INTERFACE_VERSION, protocol 28, no pre-release; big-endian.
__asm__(
    ".section .custom_section.contractenvmetav0,\"\",@\n"
    ".int32 0\n.int32 0x1c000000\n.int32 0\n"
    ".section .text,\"\",@\n");
