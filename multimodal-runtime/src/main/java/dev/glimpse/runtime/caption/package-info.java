/// What a model is told where a caption is wanted: styles for common purposes, and languages.
/// Immutable values.
package dev.glimpse.runtime.caption;
