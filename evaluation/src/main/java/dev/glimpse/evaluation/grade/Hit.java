package dev.glimpse.evaluation.grade;

import dev.glimpse.evaluation.question.Placement;

/// What one unit of a score came to: a question, or a group of its rotations.
///
/// @param placement where the unit counts
/// @param credit 0 to 1; 1 is right
public record Hit(Placement placement, double credit) {

    /// A unit that is right or is not.
    public Hit(Placement placement, boolean right) {
        this(placement, right ? 1 : 0);
    }

    public boolean right() {
        return credit == 1;
    }

    /// Whether the credit is neither all nor nothing.
    boolean partial() {
        return credit > 0 && credit < 1;
    }
}
