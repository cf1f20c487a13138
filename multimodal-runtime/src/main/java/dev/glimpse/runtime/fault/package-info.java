/// What this module throws besides [IllegalArgumentException]:
/// [dev.glimpse.runtime.fault.ModelException] and its kinds. Messages say what was found, what is
/// allowed and what to do, and are fit to show to a user.
package dev.glimpse.runtime.fault;
