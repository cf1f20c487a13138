/// What can go wrong in native-bindings: one sealed root, a class for each kind of fault.
package dev.glimpse.bindings.fault;
