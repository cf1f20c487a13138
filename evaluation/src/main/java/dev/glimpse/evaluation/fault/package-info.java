/// What this module throws, under one sealed root.
package dev.glimpse.evaluation.fault;
