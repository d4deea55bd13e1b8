using System.CommandLine;
using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Chat;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc chat [SERVICE] PROMPT</c>: streams a reply of a running service's OpenAI endpoint.</summary>
public sealed class ChatCommand : Command
{
    private readonly CliContext context;
    private readonly Option<string?> directory = EnvironmentOption.Create();
    private readonly Option<bool> json = new("--json") { Description = "Print the raw reply" };
    private readonly Argument<string[]> words = new("[service] prompt")
    {
        Description = "The prompt, after the service's name where several could answer",
        Arity = new ArgumentArity(1, 2),
    };

    /// <summary>The command.</summary>
    public ChatCommand(CliContext context)
        : base("chat", "Asks a running service and streams its reply")
    {
        this.context = context;
        Add(directory);
        Add(json);
        Add(words);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (named, prompt) = parsed.GetValue(words) switch
        {
            [var service, var question] => (service, question),
            [var question] => (null, question),
            _ => throw new InvalidOperationException("the arity is one or two"),
        };
        if (!EnvironmentOption.Find(parsed.GetValue(directory)).TryGet(out var layout, out var problems)
            || !(await RunningServices.StatusAsync(layout, named is null ? null : [named], cancellation)).TryGet(out var services, out problems)
            || !Choose(services, named).TryGet(out var chosen, out problems))
            return context.Fail(problems);

        var endpoint = new Uri(chosen.Endpoint!);
        using var transport = ChatTransport.HandlerFor(endpoint);
        var options = new ChatOptions { Service = chosen.Name, Json = parsed.GetValue(json) };
        var asked = await new ChatClient(transport).AskAsync(
            endpoint, Key(layout, chosen.ApiKeyVariable), prompt, options, context.UserInterface.Output, cancellation);
        return asked.TryGet(out _, out problems) ? ExitCodes.Done : context.Fail(problems);
    }

    private static Result<ServiceStatus> Choose(IReadOnlyList<ServiceStatus> services, string? named)
    {
        if (services.All(service => service.State is ServiceState.Stopped or ServiceState.Failed or ServiceState.Completed or ServiceState.Skipped))
            return CommandLineDiagnostics.NothingRuns();
        if (named is not null && services[0].Endpoint is null)
            return CommandLineDiagnostics.NoEndpoint(named);
        var candidates = services.Where(service => service.Endpoint is not null).ToList();
        return candidates switch
        {
            [] => CommandLineDiagnostics.NoEndpoint(services[0].Name),
            [{ State: ServiceState.Ready } only] => only,
            [var only] => CommandLineDiagnostics.NotReady(only.Name, only.State.ToString().ToLowerInvariant()),
            _ => CommandLineDiagnostics.Ambiguous(candidates.Select(service => service.Name)),
        };
    }

    // Inside an activation the variable is set; outside, its secret lies with the environment.
    private static string? Key(EnvironmentLayout layout, string? variable)
    {
        if (variable is null)
            return null;
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
            return value;
        var secret = Path.Combine(layout.Secrets, variable);
        return File.Exists(secret) ? File.ReadAllText(secret).TrimEnd('\n') : null;
    }
}
