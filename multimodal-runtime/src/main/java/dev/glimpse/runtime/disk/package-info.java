/// A cache's files in a folder that several processes may share.
///
/// In and out: names and bytes; what the bytes mean is the caller's. Threads: any, but never one
/// that computes.
package dev.glimpse.runtime.disk;
