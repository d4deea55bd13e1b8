using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Resolve.Catalogs;

/// <summary>Codes ENVC0205 to ENVC0239: catalogs.</summary>
internal static class CatalogDiagnostics
{
    internal static Diagnostic NoVerifier() => new("ENVC0205", "neither `gpgv` nor `sqv` is on PATH, so Debian's signatures cannot be verified")
    {
        Hint = "install one of them, for example with `apt-get install gpgv`",
    };

    internal static Diagnostic BadSignature(Uri uri, string reason) => new("ENVC0206", $"the signature of `{uri}` is not valid: {reason}")
    {
        Fault = Fault.Outside,
        Hint = "for an archive that is not Debian's own, name its keyring in the catalog's `keyring`",
    };

    internal static Diagnostic Expired(SourcePlace place, string suite, DateTimeOffset validUntil) =>
        new("ENVC0207", $"the index of `{suite}` was valid until {validUntil:yyyy-MM-dd HH:mm} UTC only")
        {
            Place = place,
            Hint = $"if an old index is fine, write the suite as `{{ name = \"{suite}\", allow-expired = true }}`",
        };

    internal static Diagnostic WrongRelease(Uri uri, string asked, string found) =>
        new("ENVC0208", $"`{uri}` is not the Release of `{asked}` but of {found}")
        {
            Fault = Fault.Outside,
            Hint = "the mirror serves another suite under this name: name another mirror in `ENVC_DEBIAN_MIRROR`",
        };

    internal static Diagnostic Downgraded(Uri uri, DateTimeOffset date, DateTimeOffset seen) =>
        new("ENVC0209", $"`{uri}` is of {date:yyyy-MM-dd HH:mm} UTC, older than the one of {seen:yyyy-MM-dd HH:mm} UTC that was seen before")
        {
            Fault = Fault.Outside,
            Hint = "the mirror lags behind, or someone replays an old index: try again later, or another mirror",
        };

    internal static Diagnostic UnknownSuite(SourcePlace place, string suite, IEnumerable<Uri> bases, IEnumerable<string> known) =>
        new("ENVC0210", $"no mirror has the suite `{suite}` (asked: {string.Join(", ", bases.Select(uri => $"`{uri}`"))})")
        {
            Place = place,
            Hint = NearNames.Hint(suite, known.Where(name => name != suite)),
        };

    internal static Diagnostic UnknownComponent(SourcePlace place, string suite, string component, IReadOnlyList<string> known) =>
        new("ENVC0211", $"the suite `{suite}` has no component `{component}`")
        {
            Place = place,
            Hint = $"it has {string.Join(", ", known.Select(name => $"`{name}`"))}",
        };

    internal static Diagnostic NoIndex(SourcePlace place, string suite, string path) =>
        new("ENVC0212", $"the suite `{suite}` lists no package index `{path}`")
        {
            Place = place,
            Hint = "the architecture may not be part of this suite",
        };

    internal static Diagnostic MalformedRelease(Uri uri, string reason) => new("ENVC0213", $"`{uri}` is not a Release file: {reason}")
    {
        Fault = Fault.Outside,
    };

    internal static Diagnostic MalformedIndex(Uri uri, string reason) => new("ENVC0214", $"`{uri}` is not a package index: {reason}")
    {
        Fault = Fault.Outside,
    };

    internal static Diagnostic NotCached(string suite) => new("ENVC0215", $"the index of `{suite}` is not in the store, and the network is not to be used")
    {
        Fault = Fault.Outside,
        Hint = "run the command once without `--offline`",
    };

    internal static Diagnostic NoKeyring(SourcePlace place, string path, string reason) => new("ENVC0216", $"the keyring `{path}` cannot be used: {reason}")
    {
        Place = place,
    };

    internal static Diagnostic BadMirror(SourcePlace? place, string mirror) => new("ENVC0217", $"`{mirror}` is not an `http` or `https` address of a mirror")
    {
        Place = place,
        Hint = "a mirror is named by the directory that holds `dists` and `pool`, for example `https://mirror.example/debian`",
    };

    internal static Diagnostic NoDecoder(string library) => new("ENVC0218", $"the library `{library}` is missing on this host, so the package index cannot be unpacked")
    {
        Hint = "install it, for example with `apt-get install liblzma5 libzstd1`",
    };

    internal static Diagnostic UsedExpired(SourcePlace place, string suite, DateTimeOffset validUntil) =>
        new("ENVC0219", $"the index of `{suite}` was valid until {validUntil:yyyy-MM-dd HH:mm} UTC and is used because of `allow-expired`")
        {
            Severity = Severity.Warning,
            Place = place,
        };

    internal static Diagnostic BadSnapshot(SourcePlace place, string suite, string snapshot) =>
        new("ENVC0220", $"the `snapshot` of `{suite}` is `{snapshot}`, which is no moment")
        {
            Place = place,
            Hint = "write it in UTC, such as `20261120T000000Z`",
        };

    internal static Diagnostic WrongMoment(Uri uri, DateTimeOffset date, string snapshot) =>
        new("ENVC0221", $"`{uri}` is of {date:yyyy-MM-dd HH:mm} UTC, after the moment `{snapshot}` that was asked for")
        {
            Fault = Fault.Outside,
            Hint = "what answers is not the snapshot archive: check for a proxy in between",
        };
}
