/// What operators ask the server: whether it is alive.
package dev.glimpse.http.ops;
