package dev.glimpse.evaluation.question;

/// Where a question belongs: what its hit is averaged with.
///
/// @param group key shared by the rotations of one question, or by the questions about one image
/// @param split such as `dev`; empty if the data has none
/// @param l2 the coarser of two categories (`l2-category`); empty if the data has none
/// @param l3 the finer category (`category`); empty if the data has none
public record Placement(String group, String split, String l2, String l3) {}
