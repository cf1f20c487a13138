/// How tokens are chosen: [dev.glimpse.runtime.sampling.SamplingOptions] of a request, whose
/// numbers [dev.glimpse.runtime.sampling.SamplingOption] names and bounds, and
/// [dev.glimpse.runtime.sampling.LogitBias]. Values; nothing here owns native memory.
package dev.glimpse.runtime.sampling;
