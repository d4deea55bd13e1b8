using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Resolve.Inspecting;

/// <summary>Codes ENVC0240 to ENVC0249: reading binaries.</summary>
public static class InspectDiagnostics
{
    internal static Diagnostic Unreadable(string path, string reason) => new("ENVC0240", $"`{path}` cannot be read: {reason}")
    {
        Fault = Fault.Outside,
    };

    internal static Diagnostic OtherElf(string path, string kind) => new("ENVC0241", $"`{path}` is a {kind} ELF file, in which device code is not looked for")
    {
        Severity = Severity.Warning,
    };

    internal static Diagnostic MalformedElf(string path, string problem) => new("ENVC0242", $"`{path}` is a malformed ELF file: {problem}")
    {
        Hint = DamagedHint,
    };

    internal static Diagnostic MalformedCode(string path, string section, string problem) =>
        new("ENVC0243", $"the device code in `{section}` of `{path}` is malformed: {problem}") { Hint = DamagedHint };

    internal static Diagnostic NoDecoder(string path) =>
        new("ENVC0244", $"the device code of `{path}` is packed by Zstandard, and the library `libzstd.so.1` is missing on this host")
        {
            Hint = "install it, for example with `apt-get install libzstd1`",
        };

    /// <summary>A locked package that cannot run on the GPUs of a target.</summary>
    /// <param name="place">The targets.</param>
    /// <param name="package">Its name.</param>
    /// <param name="target">The target.</param>
    /// <param name="runsOn">SMs that it runs on.</param>
    /// <param name="severity">An error where an accelerator is required.</param>
    public static Diagnostic NoCodeFor(SourcePlace place, string package, Target target, IEnumerable<string> runsOn, Severity severity) =>
        new("ENVC0245", $"`{package}` has no device code that runs on `{target.Accelerator}`, only on {string.Join(", ", runsOn.Select(sm => $"`{sm}`"))}")
        {
            Severity = severity,
            Place = place,
            Hint = $"another version or build of it may have; `when` leaves it out for `{target.Accelerator}`, and `envc inspect {package}` lists its code",
        };

    /// <summary>A locked package whose PTX is in a language that the promised driver does not know.</summary>
    /// <param name="place">The promise.</param>
    /// <param name="package">Its name.</param>
    /// <param name="target">The target.</param>
    /// <param name="needed">The lowest driver that knows it.</param>
    /// <param name="promised">What hosts promise.</param>
    /// <param name="severity">An error where an accelerator is required.</param>
    public static Diagnostic PtxNeedsDriver(SourcePlace place, string package, Target target, DriverVersion needed, DriverVersion promised, Severity severity) =>
        new("ENVC0246", $"`{package}` has only PTX for `{target.Accelerator}`, which drivers from {needed} compile, and hosts promise {promised}")
        {
            Severity = severity,
            Place = place,
            Hint = $"raise `options.driver` to `>={needed}` where all hosts have it, or take an older build",
        };

    private const string DamagedHint = "the file is damaged, or of a newer form than this envc knows: `sha256sum` tells against its source";
}
