/// Finding and loading the native libraries: [NativeLibraries] is the entrance.
///
/// Searched in this order: the property `glimpse.native.dir`, the variable `GLIMPSE_NATIVE_DIR`,
/// the platform jar on the path. What is found is checked against the headers that the bindings
/// were generated from before anything else is called.
package dev.glimpse.bindings.library;
