namespace EnvCompiler.Run.Backends;

/// <summary>Arguments of a backend script: a few flags, then <c>--</c> and what goes on verbatim.</summary>
public sealed record StageOptions
{
    /// <summary>Print the server's command line, secrets masked, and start it.</summary>
    public bool PrintCommand { get; init; }

    /// <summary>Print what would be done, and do nothing: no lock, no bind test, no signal.</summary>
    public bool DryRun { get; init; }

    /// <summary>Every check, lock and bind test included; then print the command line and end.</summary>
    public bool Check { get; init; }

    /// <summary>One JSON object on standard output.</summary>
    public bool Json { get; init; }

    /// <summary>Exit codes of the scripts that these replace.</summary>
    public bool CompatibleExitCodes { get; init; }

    /// <summary>Print the usage.</summary>
    public bool Help { get; init; }

    /// <summary>After <c>--</c>: more arguments of the server (serve), or a command to become (preflight).</summary>
    public IReadOnlyList<string> Rest { get; init; } = [];

    /// <summary>Reads arguments.</summary>
    /// <param name="arguments">Without the script's name.</param>
    /// <param name="unknown">The first one that is not known, or null.</param>
    public static StageOptions Parse(IReadOnlyList<string> arguments, out string? unknown)
    {
        var options = new StageOptions();
        unknown = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--print-cmd": options = options with { PrintCommand = true }; break;
                case "--dry-run": options = options with { DryRun = true }; break;
                case "--check": options = options with { Check = true }; break;
                case "--json": options = options with { Json = true }; break;
                case "--compat-exit-codes": options = options with { CompatibleExitCodes = true }; break;
                case "-h" or "--help": options = options with { Help = true }; break;
                case "--": return options with { Rest = [.. arguments.Skip(i + 1)] };
                default:
                    unknown ??= arguments[i];
                    break;
            }
        }

        return options;
    }
}
