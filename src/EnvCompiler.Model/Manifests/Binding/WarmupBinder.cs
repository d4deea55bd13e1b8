using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>warmup</c> of a service: one request, or several in their order.</summary>
internal static class WarmupBinder
{
    private const string Form = "a table or an array of tables";
    private const int MostTokens = 1_000_000;
    private static readonly string[] Kinds = ["chat", "completion", "embedding", "http"];

    internal static IReadOnlyList<WarmupRequest>? Bind(TableReader service, string key)
    {
        switch (service.Any(key))
        {
            case null:
                return null;
            case TomlTable:
                return [service.Table(key, Bind)!];
            case TomlArray:
                return service.Items(key, Form, item => item is TomlTable table ? service.BindElement(key, table, Bind) : null) is { Count: > 0 } requests
                    ? requests
                    : null;
            case var other:
                service.RefuseType(key, other, Form);
                return null;
        }
    }

    private static WarmupRequest Bind(TableReader request)
    {
        request.ExactlyOneOf(Kinds);
        request.OnlyBeside("method", "http");
        request.OnlyBeside("headers", "http");
        request.OnlyBeside("body", "http");
        request.OnlyBeside("max-tokens", "chat", "completion");
        var defaults = new WarmupRequest
        {
            Chat = request.Text("chat"),
            Completion = request.Text("completion"),
            Embedding = request.Text("embedding"),
            Http = request.Formed("http", ProbeBinder.IsAddress, ProbeBinder.AddressForm),
            Method = ProbeBinder.Method(request),
            Headers = ProbeBinder.Headers(request),
            Body = request.String("body"),
            MaxTokens = request.Integer("max-tokens", 1, MostTokens),
        };
        return defaults with { Timeout = request.PositiveDuration("timeout") ?? defaults.Timeout };
    }
}
