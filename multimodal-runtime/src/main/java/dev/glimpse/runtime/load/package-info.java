/// Opening models: files are checked in Java before native code reads them.
///
/// In: paths. Out: an open model, or an exception that names the file, what was found and what to
/// do. A check is written for every number that llama.cpp or libmtmd takes on trust; thousands of
/// damaged copies of the embedded model and of small models of other families were tried to find
/// them. What no check here can see:
///
/// - Damage in the weights themselves. It gives another answer, or logits that are not numbers,
///   which end the request with [dev.glimpse.runtime.fault.GenerationFailedException]; compare the
///   file's checksum.
/// - A vision encoder of a family other than MiniCPM-V whose tensors fit each other but not that
///   family's graph, and a decoder of an unusual architecture whose numbers fit its tensors but not
///   each other. An assertion of llama.cpp then ends the process.
/// - A file that is changed while it is open: weights are mapped from it. A file that becomes
///   shorter ends the process when the missing part is read. Replace files by renaming.
package dev.glimpse.runtime.load;
