using EnvCompiler.Cli.Terminal;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Configurations;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>Whether what environments of a repository say may run: by the configuration, by what the user has agreed to before, or by a question.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="repository">Its name.</param>
internal sealed class TrustGate(CliContext context, string repository)
{
    private readonly TrustedRepositories trusted = new(Path.Combine(context.UserData, "trusted"), new FileWriter(context.Files));

    /// <summary>What is known without asking.</summary>
    /// <returns>Whether it may run; false where nobody has said so yet, ENVC0962 where the configuration denies it.</returns>
    internal Result<bool> IsAllowed()
    {
        if (!context.Configuration.TryGet(out var configuration, out var problems))
            return Result<bool>.Failure(problems);
        return configuration.TrustIn(repository) switch
        {
            (Trust.Denied, { } file, { } pattern) => CommandLineDiagnostics.RemoteDenied(repository, file, pattern),
            (Trust.Allowed, _, _) => true,
            _ => trusted.Has(repository),
        };
    }

    /// <summary>Whether somebody can be asked.</summary>
    internal bool CanAsk => new Prompt(context.UserInterface).CanAsk;

    /// <summary>Shows what would run, and asks for it from now on.</summary>
    /// <param name="what">What would run as the user, the beginning of a sentence.</param>
    /// <param name="manifest">What it says.</param>
    /// <returns>Whether the user agrees.</returns>
    internal bool Ask(string what, Manifest manifest)
    {
        context.UserInterface.Say($"{what} would run as you, and may do what you may:");
        foreach (var line in RunnableText.Of(manifest))
            context.UserInterface.Say($"  {Printable.Text(line)}");
        if (!new Prompt(context.UserInterface).Confirm($"run environments of {repository} from now on?"))
            return false;
        trusted.Add(repository);
        return true;
    }
}
