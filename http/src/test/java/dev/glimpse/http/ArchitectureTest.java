package dev.glimpse.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The arrows between packages, as `package-info` draws them.
@AnalyzeClasses(packages = "dev.glimpse.http", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule arrowsPointOneWay =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("server")
                    .definedBy("dev.glimpse.http")
                    .layer("vqa")
                    .definedBy("..http.vqa..")
                    .layer("caption")
                    .definedBy("..http.caption..")
                    .layer("embeddings")
                    .definedBy("..http.embeddings..")
                    .layer("openai")
                    .definedBy("..http.openai..")
                    .layer("ops")
                    .definedBy("..http.ops..")
                    .layer("page")
                    .definedBy("..http.page..")
                    .layer("generate")
                    .definedBy("..http.generate..")
                    .layer("fields")
                    .definedBy("..http.fields..")
                    .layer("api")
                    .definedBy("..http.api..")
                    .layer("body")
                    .definedBy("..http.body..")
                    .layer("access")
                    .definedBy("..http.access..")
                    .layer("fetch")
                    .definedBy("..http.fetch..")
                    .layer("listen")
                    .definedBy("..http.listen..")
                    .layer("metrics")
                    .definedBy("..http.metrics..")
                    .layer("tracing")
                    .definedBy("..http.tracing..")
                    .layer("options")
                    .definedBy("..http.options..")
                    .layer("wire")
                    .definedBy("..http.wire..")
                    .layer("fault")
                    .definedBy("..http.fault..")
                    .whereLayer("server")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("vqa")
                    .mayOnlyBeAccessedByLayers("server")
                    .whereLayer("caption")
                    .mayOnlyBeAccessedByLayers("server")
                    .whereLayer("embeddings")
                    .mayOnlyBeAccessedByLayers("server")
                    .whereLayer("openai")
                    .mayOnlyBeAccessedByLayers("server")
                    .whereLayer("ops")
                    .mayOnlyBeAccessedByLayers("server")
                    .whereLayer("page")
                    .mayOnlyBeAccessedByLayers("server")
                    .whereLayer("generate")
                    .mayOnlyBeAccessedByLayers(
                            "vqa", "caption", "embeddings", "openai", "ops", "server")
                    .whereLayer("fields")
                    .mayOnlyAccessLayers("body", "fetch", "wire", "fault")
                    .whereLayer("api")
                    .mayOnlyAccessLayers("body", "wire", "fault")
                    .whereLayer("body")
                    .mayOnlyAccessLayers("wire", "fault")
                    .whereLayer("fetch")
                    .mayOnlyAccessLayers("options", "fault")
                    .whereLayer("access")
                    .mayOnlyAccessLayers("options", "wire", "fault")
                    .whereLayer("listen")
                    .mayOnlyAccessLayers("options", "fault")
                    .whereLayer("metrics")
                    .mayOnlyAccessLayers("wire", "fault")
                    .whereLayer("tracing")
                    .mayOnlyAccessLayers("wire", "fault")
                    .whereLayer("options")
                    .mayNotAccessAnyLayer()
                    .whereLayer("wire")
                    .mayOnlyAccessLayers("fault");

    @ArchTest
    static final ArchRule nothingGoesRound =
            slices().matching("dev.glimpse.http.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nativeCodeIsFarAway =
            noClasses().should().dependOnClassesThat().resideInAPackage("dev.glimpse.bindings..");
}
