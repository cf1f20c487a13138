package dev.glimpse.bindings.library;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a method that may use the global arena: what it allocates is needed until the process
/// ends.
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@interface ProcessLong {
    /// Why it is needed that long.
    String value();
}
