/// How much memory a model will take, told from the headers of its files before anything is loaded,
/// beside what the machine has; and the longest context that fits.
///
/// In: GGUF headers and settings. Out: a [dev.glimpse.runtime.memory.MemoryPlan], or an exception
/// with the numbers and what to do. Pure but for [dev.glimpse.runtime.memory.MachineMemory], which
/// asks the system.
package dev.glimpse.runtime.memory;
