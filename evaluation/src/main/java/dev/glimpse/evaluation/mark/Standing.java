package dev.glimpse.evaluation.mark;

/// How a question stands with a rule that goes by marks made elsewhere. With all others each
/// counts.
public enum Standing {
    /// It counts.
    COUNTS,

    /// A judge was asked of it and said nothing: it does not count.
    SILENT,

    /// Nobody was asked of it: it is no part of the score.
    OUTSIDE
}
