using System.Globalization;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>The probes of a service: <c>startup</c>, <c>ready</c>, <c>live</c>.</summary>
internal static class ProbeBinder
{
    internal const string AddressForm = "a path such as `\"/health\"` or an `http://` or `https://` URL";

    private const string StatusForm = "a status such as `200`, a range such as `\"200-299\"` or a list of them";
    private const string TcpForm = "`true`, a port or a text such as `\"127.0.0.1:8080\"`";
    private const int DefaultFailures = 3;
    private static readonly string[] Questions = ["http", "tcp", "unix", "command", "log", "notify"];
    private static readonly string[] LiveQuestions = ["http", "tcp", "unix", "command", "notify"];
    private static readonly string[] OfHttp = ["method", "headers", "status", "body"];
    private static readonly TimeSpan LivePeriod = TimeSpan.FromSeconds(10);

    /// <summary>A probe that is asked until it answers.</summary>
    internal static Probe BindUntilAnswered(TableReader probe)
    {
        probe.ExactlyOneOf(Questions);
        var bound = Bind(probe) with { Log = probe.Formed("log", ProbePattern.IsValid, ProbePattern.Form) };
        return bound with { Deadline = probe.PositiveDuration("deadline") ?? bound.Deadline };
    }

    /// <summary>A probe that is asked for as long as the service is ready.</summary>
    internal static Probe BindLive(TableReader probe)
    {
        probe.Refused("log", key => probe.String(key), ManifestDiagnostics.LiveByLog);
        if (!probe.Has("log"))
            probe.ExactlyOneOf(LiveQuestions);
        return Bind(probe) with
        {
            Period = probe.PositiveDuration("period") ?? LivePeriod,
            Failures = probe.Integer("failures", 1, 1000) ?? DefaultFailures,
        };
    }

    /// <summary>A path on the service's own endpoint, or a URL.</summary>
    internal static bool IsAddress(string text) =>
        text.StartsWith('/')
        || ((text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal)) && Uri.TryCreate(text, UriKind.Absolute, out _));

    /// <summary>Headers of a request, null where there are none.</summary>
    internal static SortedDictionary<string, string>? Headers(TableReader reader)
    {
        var headers = reader.StringMap("headers");
        foreach (var (name, value) in headers)
        {
            // What ends a line would begin another header.
            if (!IsToken(name) || value.AsSpan().ContainsAny('\r', '\n', '\0'))
                reader.Report(ManifestDiagnostics.BadForm(reader.PlaceAt(KeyPath.Append(reader.PathOf("headers"), name)), reader.PathOf("headers"), "a header's name with one line of text", name));
        }

        return headers.Count > 0 ? new(headers, StringComparer.OrdinalIgnoreCase) : null;
    }

    /// <summary>The method of a request.</summary>
    internal static string? Method(TableReader reader) =>
        reader.Formed("method", text => text.Length is > 0 and < 32 && text.All(char.IsAsciiLetterUpper), "a method such as `\"POST\"`");

    private static Probe Bind(TableReader probe)
    {
        foreach (var key in OfHttp)
            probe.OnlyBeside(key, "http");
        var defaults = new Probe();
        return defaults with
        {
            Http = probe.Formed("http", IsAddress, AddressForm),
            Method = Method(probe),
            Headers = Headers(probe),
            Status = BindStatus(probe),
            Body = probe.Formed("body", ProbePattern.IsValid, ProbePattern.Form),
            Tcp = BindTcp(probe),
            Unix = probe.Formed("unix", text => text.Length > 0 && !text.Contains('\0'), "the path of a socket"),
            Command = probe.Text("command"),
            Notify = probe.Boolean("notify") ?? false,
            Period = probe.PositiveDuration("period") ?? defaults.Period,
            Timeout = probe.PositiveDuration("timeout") ?? defaults.Timeout,
        };
    }

    private static string? BindTcp(TableReader probe)
    {
        switch (probe.Any("tcp"))
        {
            case null:
                return null;
            case TomlBoolean { Value: true }:
                return Probe.OwnEndpoint;
            case TomlInteger:
                return probe.Integer("tcp", 1, ushort.MaxValue) is { } port ? string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}") : null;
            case TomlString:
                return probe.Formed("tcp", IsHostAndPort, TcpForm);
            case var other:
                probe.RefuseType("tcp", other, TcpForm);
                return null;
        }
    }

    private static bool IsHostAndPort(string text) =>
        text.LastIndexOf(':') is > 0 and var colon && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;

    private static List<StatusRange>? BindStatus(TableReader probe)
    {
        if (probe.Any("status") is not { } value)
            return null;
        IReadOnlyList<StatusRange?> ranges = value is TomlArray array ? [.. array.Items.Select(Range)] : [Range(value)];
        if (ranges.Count > 0 && ranges.All(range => range is not null))
            return [.. ranges.Select(range => range!)];
        probe.RefuseType("status", value, StatusForm);
        return null;
    }

    private static StatusRange? Range(TomlValue value) => value switch
    {
        TomlInteger integer => StatusRange.Parse(integer.Value.ToString(CultureInfo.InvariantCulture)),
        TomlString text => StatusRange.Parse(text.Value),
        _ => null,
    };

    // RFC 9110, section 5.6.2.
    private static bool IsToken(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c));
}
