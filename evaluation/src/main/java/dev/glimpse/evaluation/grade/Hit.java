package dev.glimpse.evaluation.grade;

import dev.glimpse.evaluation.question.Placement;

/// What one unit of a score came to: a question, or a group of its rotations.
///
/// @param placement where the unit counts
public record Hit(Placement placement, boolean right) {}
