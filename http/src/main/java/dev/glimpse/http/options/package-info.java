/// Where a server listens, what it accepts, and from whom: immutable values, checked when they are
/// made. [dev.glimpse.http.options.ServerOptions] is the whole.
package dev.glimpse.http.options;
