// Proves the kernels of our own on this machine, against plain loops.
#pragma once

/// The name under which main.cpp lists them.
constexpr const char * kernels_name = "kernels";

/// Runs every kernel that this processor has and prints a line each; false when one is wrong.
bool check_kernels();
