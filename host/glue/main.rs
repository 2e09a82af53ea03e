//! carrot-host-glue BRIDGE.rs FOLDER: writes FOLDER/bridge.h, FOLDER/bridge.cpp and FOLDER/rust/cxx.h,
//! the C++ side of the bridge. It is a program, not a build script, so that CMake knows the outputs
//! and compiles them with the project's own compiler and sanitizers.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let [_, bridge, folder] = arguments.as_slice() else {
        return Err("usage: carrot-host-glue BRIDGE.rs FOLDER".into());
    };
    let tokens = fs::read_to_string(bridge)?.parse()?;
    let code = cxx_gen::generate_header_and_cc(tokens, &cxx_gen::Opt::default())?;

    let folder = Path::new(folder);
    fs::create_dir_all(folder.join("rust"))?;
    fs::write(folder.join("rust/cxx.h"), cxx_gen::HEADER)?;
    fs::write(folder.join("bridge.h"), code.header)?;
    fs::write(folder.join("bridge.cpp"), code.implementation)?;
    Ok(())
}
