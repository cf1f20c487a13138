package dev.glimpse.http.vqa;

/// What a question may have.
///
/// @param maxImages images
/// @param maxQuestionChars length of the text, in UTF-16 units
public record VqaLimits(int maxImages, int maxQuestionChars) {}
