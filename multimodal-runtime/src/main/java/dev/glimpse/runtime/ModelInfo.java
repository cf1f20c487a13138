package dev.glimpse.runtime;

/// What an open model is.
///
/// @param id a short name for APIs: the text file's name without its extension
/// @param name `general.name` of the text file, or `id`
/// @param architecture `general.architecture`, as llama.cpp names it
/// @param description llama.cpp's: architecture, size, quantization
/// @param parameters number of weights of the decoder
/// @param contextTokens positions in the context
/// @param vision whether it takes images
public record ModelInfo(
        String id,
        String name,
        String architecture,
        String description,
        long parameters,
        int contextTokens,
        boolean vision) {}
