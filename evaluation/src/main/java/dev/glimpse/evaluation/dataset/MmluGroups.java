package dev.glimpse.evaluation.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The four groups of MMLU's 57 subjects (hendrycks/test at 4450500, `categories.py`; lm_eval
/// counts anatomy as STEM).
final class MmluGroups {
    private static final Map<String, String> BY_SUBJECT = bySubject();

    private MmluGroups() {}

    /// The group; empty for what is no subject of MMLU.
    static String of(String subject) {
        return BY_SUBJECT.getOrDefault(subject, "");
    }

    private static Map<String, String> bySubject() {
        var groups = new HashMap<String, String>();
        put(
                groups,
                "STEM",
                "abstract_algebra astronomy college_biology college_chemistry"
                        + " college_computer_science college_mathematics college_physics"
                        + " computer_security conceptual_physics electrical_engineering"
                        + " elementary_mathematics high_school_biology high_school_chemistry"
                        + " high_school_computer_science high_school_mathematics"
                        + " high_school_physics high_school_statistics machine_learning");
        put(
                groups,
                "humanities",
                "formal_logic high_school_european_history high_school_us_history"
                        + " high_school_world_history international_law jurisprudence"
                        + " logical_fallacies moral_disputes moral_scenarios philosophy prehistory"
                        + " professional_law world_religions");
        put(
                groups,
                "social sciences",
                "econometrics high_school_geography high_school_government_and_politics"
                        + " high_school_macroeconomics high_school_microeconomics"
                        + " high_school_psychology human_sexuality professional_psychology"
                        + " public_relations security_studies sociology us_foreign_policy");
        put(
                groups,
                "other",
                "anatomy business_ethics clinical_knowledge college_medicine global_facts"
                        + " human_aging management marketing medical_genetics miscellaneous"
                        + " nutrition professional_accounting professional_medicine virology");
        return Map.copyOf(groups);
    }

    private static void put(Map<String, String> groups, String group, String subjects) {
        List.of(subjects.split(" ", -1)).forEach(subject -> groups.put(subject, group));
    }
}
