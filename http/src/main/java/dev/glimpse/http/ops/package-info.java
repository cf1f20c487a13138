/// What operators ask the server: whether it is alive, ready for more, and what it has done.
package dev.glimpse.http.ops;
