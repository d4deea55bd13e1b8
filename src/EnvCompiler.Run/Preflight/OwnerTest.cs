using System.Text.RegularExpressions;
using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Backends;

namespace EnvCompiler.Run.Preflight;

/// <summary>Whether a process is a server of this backend, which preflight may stop: by an allowed executable, a pattern, or its names.</summary>
public sealed class OwnerTest
{
    private readonly BackendOwner owner;
    private readonly IReadOnlyList<string> executables;
    private readonly Regex? pattern;

    private OwnerTest(BackendOwner owner, IReadOnlyList<string> executables, Regex? pattern) =>
        (this.owner, this.executables, this.pattern) = (owner, executables, pattern);

    /// <summary>Reads the variables that widen the test.</summary>
    public static Result<OwnerTest> Create(BackendDefinition backend, StageVariables variables)
    {
        Regex? pattern = null;
        if (variables.Pipeline("OWNER_REGEX") is { } text)
        {
            try
            {
                pattern = new Regex(text, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                return BackendDiagnostics.BadOwnerRegex(backend.Prefix + "OWNER_REGEX", e.Message);
            }
        }

        var executables = variables.Pipeline("OWNER_EXE_ALLOWLIST")?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return new OwnerTest(backend.Owner, executables, pattern);
    }

    /// <summary>Whether it is one of ours.</summary>
    public bool Owns(ProcProcess process)
    {
        if (process.Executable is { } executable && executables.Contains(executable))
            return true;
        if (pattern is not null
            && (pattern.IsMatch(process.Name) || pattern.IsMatch(process.Executable ?? "") || pattern.IsMatch(string.Join(' ', process.CommandLine))))
            return true;
        return IsServer(process.Name) || IsServer(Path.GetFileName(process.Executable ?? ""))
            || process.CommandLine.Take(owner.LeadingArguments).Any(argument => IsServer(Path.GetFileName(argument)));
    }

    private bool IsServer(string name) => owner.ProcessNames.Contains(name);
}
