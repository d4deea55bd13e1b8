using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Run.Chat;

/// <summary>Every diagnostic of chat, codes 078x.</summary>
public static class ChatDiagnostics
{
    /// <summary>Nobody listens.</summary>
    public static Diagnostic NotRunning(string name, Uri endpoint) =>
        new("ENVC0780", $"{name} does not answer: nothing listens on `{endpoint}`")
        {
            Hint = "start it with `envc services start`, or activate with `-s`",
        };

    /// <summary>The key is missing or wrong.</summary>
    public static Diagnostic KeyRefused(string name, int status) =>
        new("ENVC0781", $"{name} refuses the API key (HTTP {status})") { Hint = "use the key that the service was started with" };

    /// <summary>The server has no such API.</summary>
    public static Diagnostic NotOpenAi(string name, Uri endpoint) =>
        new("ENVC0782", $"{name} has no OpenAI chat API at `{endpoint}`") { Hint = "name a service whose backend serves a chat model" };

    /// <summary>Another HTTP error.</summary>
    public static Diagnostic Refused(string name, int status, string message) =>
        new("ENVC0783", message.Length == 0 ? $"{name} answered HTTP {status}" : $"{name} answered HTTP {status}: {message}")
        {
            Fault = status >= 500 ? Fault.Outside : Fault.User,
            Hint = status == 503 ? "it may still be loading its model: see `envc services status`" : null,
        };

    /// <summary>The answer is no chat completion.</summary>
    public static Diagnostic NotUnderstood(string name) =>
        new("ENVC0784", $"{name} did not answer with a chat completion") { Fault = Fault.Outside };

    /// <summary>The connection or the reply broke.</summary>
    public static Diagnostic Broken(string name, string reason) =>
        new("ENVC0785", $"{name} broke off: {reason}") { Fault = Fault.Outside, Hint = "its log says more: `envc services logs`" };

    /// <summary>No answer in time.</summary>
    public static Diagnostic Silent(string name, TimeSpan limit) =>
        new("ENVC0786", $"{name} did not answer within {limit.TotalSeconds:0} s") { Fault = Fault.Outside };
}
