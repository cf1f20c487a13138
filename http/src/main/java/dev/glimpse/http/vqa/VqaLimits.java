package dev.glimpse.http.vqa;

/// What a question may have.
///
/// @param maxImages images; 0 where the model takes text alone, and then none is needed
/// @param maxQuestionChars length of the text, in UTF-16 units
public record VqaLimits(int maxImages, int maxQuestionChars) {}
