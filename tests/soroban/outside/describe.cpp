#include <cstdio>
#include <string>

#include "greeter.hpp"
#include "greeter_wasm.hpp"

int main() {
    soroban::for_each_function<Greeter>([]<class Function>() {
        const std::string name(Function::name);
        const std::string argument(Function::argument_names[0]);
        std::printf("%s(%s)\n", name.c_str(), argument.c_str());
    });
    return outside::greeter_wasm().size() > 300 ? 0 : 1;
}
