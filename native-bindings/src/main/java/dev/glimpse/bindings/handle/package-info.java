/// Who owns C objects: [NativeHandle] frees one, [Lease] keeps it open, [OpenHandles] lists them.
package dev.glimpse.bindings.handle;
