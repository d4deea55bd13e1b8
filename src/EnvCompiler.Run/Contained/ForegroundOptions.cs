using EnvCompiler.Model.Layout;

namespace EnvCompiler.Run.Contained;

/// <summary>The command line of <c>envc-run foreground</c>.</summary>
internal sealed record ForegroundOptions
{
    /// <summary>What a wrong command line is answered with.</summary>
    internal const string Usage = "usage: envc-run foreground [--environment DIRECTORY] [--alone] [--no-restart] [--without-gpus] [SERVICE…]";

    /// <summary>Directory of <c>environment.json</c>.</summary>
    internal string Directory { get; private init; } = ContainedLayout.Environment;

    /// <summary>What the services depend on, and their limits, are the business of whoever runs this.</summary>
    internal bool IsAlone { get; private init; }

    /// <summary>A service that ends is not started again: whoever runs this does that.</summary>
    internal bool NeverRestarts { get; private init; }

    /// <summary>What is started was given no GPU, on purpose: none is looked for, whatever the target.</summary>
    internal bool IsWithoutGpus { get; private init; }

    /// <summary>Services; none means all.</summary>
    internal IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>Null for a command line that is none.</summary>
    internal static ForegroundOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new ForegroundOptions();
        var names = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--alone": options = options with { IsAlone = true }; break;
                case "--no-restart": options = options with { NeverRestarts = true }; break;
                case "--without-gpus": options = options with { IsWithoutGpus = true }; break;
                case "--environment" when i + 1 < arguments.Count: options = options with { Directory = Path.GetFullPath(arguments[++i]) }; break;
                case ['-', ..]: return null;
                default: names.Add(arguments[i]); break;
            }
        }

        return options.IsAlone && names.Count == 0 ? null : options with { Names = names };
    }
}
