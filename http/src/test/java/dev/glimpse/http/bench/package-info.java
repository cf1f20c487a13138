/// `make bench-http`: the service under the load of many clients, as a process of its own.
package dev.glimpse.http.bench;
