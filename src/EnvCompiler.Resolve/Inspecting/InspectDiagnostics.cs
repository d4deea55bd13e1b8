using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Resolve.Inspecting;

/// <summary>Codes ENVC0240 to ENVC0249: reading binaries.</summary>
internal static class InspectDiagnostics
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

    private const string DamagedHint = "the file is damaged, or of a newer form than this envc knows: `sha256sum` tells against its source";
}
