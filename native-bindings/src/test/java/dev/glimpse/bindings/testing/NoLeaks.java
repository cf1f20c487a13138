package dev.glimpse.bindings.testing;

import dev.glimpse.bindings.handle.OpenHandles;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// Fails a test that leaves native handles open: `@ExtendWith(NoLeaks.class)`. Handles that were
/// open before the test, such as a model shared by the class, may stay.
public final class NoLeaks implements BeforeEachCallback, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(NoLeaks.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put("before", OpenHandles.list());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<?> before = context.getStore(NAMESPACE).get("before", List.class);
        List<String> after = OpenHandles.list();
        if (!after.equals(before)) {
            throw new AssertionError("native handles before: " + before + ", after: " + after);
        }
    }
}
