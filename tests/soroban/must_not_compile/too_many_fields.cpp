// EXPECT: a contract struct has at most 16 fields
#include "soroban/interface.hpp"

struct Wide {
    soroban::u32 a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q;
};

int main() { return static_cast<int>(soroban::field_names<Wide>.size()); }
