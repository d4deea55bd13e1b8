using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Host.Network;

/// <summary>Codes ENVC0200 to ENVC0204: downloads.</summary>
public static class NetworkDiagnostics
{
    private const string UnreachableCode = "ENVC0200";
    private const string MissingCode = "ENVC0201";

    /// <summary>Of what several mirrors did, the first that is more than nothing coming: something wrong came.</summary>
    /// <param name="problems">At least one.</param>
    public static Diagnostic MostTelling(IReadOnlyList<Diagnostic> problems) =>
        problems.FirstOrDefault(problem => !NothingCame(problem)) ?? problems[0];

    /// <summary>Whether a download failed because nothing came, as opposed to something wrong: another mirror may do better.</summary>
    public static bool NothingCame(Diagnostic problem) => problem.Code is UnreachableCode or MissingCode;

    /// <summary>No connection, a time-out, an answer that breaks off, too many redirects.</summary>
    public static Diagnostic Unreachable(Uri uri, string reason) => new(UnreachableCode, $"cannot download `{uri}`: {reason}")
    {
        Fault = Fault.Outside,
        Hint = "check the network, or name another mirror in `ENVC_DEBIAN_MIRROR` or in the catalog's `mirror`",
    };

    /// <summary>404 or 410.</summary>
    public static Diagnostic Missing(Uri uri) => new(MissingCode, $"`{uri}` does not exist")
    {
        Fault = Fault.Outside,
        Hint = "the mirror may lag or have moved on: try again later, or name another in `ENVC_DEBIAN_MIRROR`",
    };

    /// <summary>Another size or hash than promised.</summary>
    public static Diagnostic Corrupt(Uri uri, string difference) => new("ENVC0202", $"`{uri}` is not what was promised: {difference}")
    {
        Fault = Fault.Outside,
        Hint = "a proxy or the mirror changed it: name another mirror in `ENVC_DEBIAN_MIRROR` or in the catalog's `mirror`",
    };
}
