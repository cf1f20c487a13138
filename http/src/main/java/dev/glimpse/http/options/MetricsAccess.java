package dev.glimpse.http.options;

/// Who may read `/metrics`.
public enum MetricsAccess {
    /// Nobody: there is no such path.
    OFF,
    /// Who may ask questions: everybody, or those with an API key where there are keys.
    KEY,
    /// Everybody.
    OPEN
}
