#include "upper/upper.hpp"  // lower is below upper: this must not compile
