/// What tests of every module share: the leak check.
package dev.glimpse.bindings.testing;
