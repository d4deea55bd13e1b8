using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Ship.Distribution.Registries;

namespace EnvCompiler.Ship.Distribution.Authentication;

/// <summary>
/// Answers a registry's challenges: basic authentication, or a token of the place that it names (distribution, "Token Authentication Specification";
/// with an identity token, "OAuth2 Token Authentication"). Tokens are asked for this repository only, whatever the registry asks us to ask for.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="registry">The registry's base address.</param>
/// <param name="client">Follows no redirect.</param>
/// <param name="credentials">Where credentials come from.</param>
/// <param name="allowedRealms">Hosts that <see cref="RealmRule"/> lets pass besides its own.</param>
internal sealed class Authenticator(
    RepositoryName repository, Uri registry, HttpClient client, ICredentialSource credentials, IReadOnlyList<string> allowedRealms) : IDisposable
{
    private const int LargestAnswer = 1 << 20;

    private readonly ConcurrentDictionary<RegistryScope, AuthenticationHeaderValue> known = new();
    private readonly SemaphoreSlim asking = new(1, 1);
    private Task<Result<Credential?>>? found;

    /// <summary>What to send for a scope as far as it is known.</summary>
    internal AuthenticationHeaderValue? HeaderFor(RegistryScope scope) => known.GetValueOrDefault(scope);

    /// <summary>Gets what the registry asks for with 401.</summary>
    /// <param name="scope">What is to be done.</param>
    /// <param name="refused">The header that it was refused with, or null.</param>
    /// <param name="fields">Its <c>WWW-Authenticate</c> fields.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null when there is a header to try; otherwise why there is none.</returns>
    internal async Task<Diagnostic?> AnswerAsync(
        RegistryScope scope, AuthenticationHeaderValue? refused, IEnumerable<string> fields, CancellationToken cancellation)
    {
        await asking.WaitAsync(cancellation);
        try
        {
            // Another request has asked meanwhile.
            if (HeaderFor(scope) is { } present && !present.Equals(refused))
                return null;
            var challenges = fields.SelectMany(Challenge.Parse).ToArray();
            if (!(await (found ??= credentials.FindAsync(repository, cancellation))).TryGet(out var credential, out var problems))
                return problems[0];
            if (challenges.FirstOrDefault(each => each.Scheme == "bearer") is { } bearer)
                return await TakeTokenAsync(scope, bearer, credential, cancellation);
            if (challenges.All(each => each.Scheme != "basic"))
                return ShipDiagnostics.UnknownChallenge(registry.Authority, challenges.Select(each => each.Scheme));
            if (credential is null || refused is not null || credential.IdentityToken is not null)
                return ShipDiagnostics.Unauthorized(repository, credential);
            known[scope] = Basic(credential);
            return null;
        }
        finally
        {
            asking.Release();
        }
    }

    /// <summary>Why what the registry asked for is not enough either.</summary>
    /// <param name="sent">The header that it refused.</param>
    internal async Task<Diagnostic> RefusalAsync(AuthenticationHeaderValue? sent) =>
        sent?.Scheme == "Basic" && found is not null && (await found).TryGet(out var credential)
            ? ShipDiagnostics.Unauthorized(repository, credential)
            : ShipDiagnostics.Denied(repository, "it refuses the token that its own server gave");

    /// <inheritdoc/>
    public void Dispose() => asking.Dispose();

    private static AuthenticationHeaderValue Basic(Credential credential) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}")));

    private async Task<Diagnostic?> TakeTokenAsync(RegistryScope scope, Challenge challenge, Credential? credential, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(challenge.Parameters.GetValueOrDefault("realm"), UriKind.Absolute, out var realm) || realm.Scheme is not ("https" or "http"))
            return ShipDiagnostics.UntrustedRealm(registry.Authority, challenge.Parameters.GetValueOrDefault("realm") ?? "", "it is no address");
        if (credential is not null && RealmRule.Problem(registry, realm, allowedRealms) is { } problem)
            return ShipDiagnostics.UntrustedRealm(registry.Authority, realm.GetLeftPart(UriPartial.Authority), problem);
        using var request = RequestOf(realm, challenge.Parameters.GetValueOrDefault("service"), scope, credential);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if ((int)response.StatusCode is 401 or 403)
                return ShipDiagnostics.Unauthorized(repository, credential);
            if (!response.IsSuccessStatusCode)
                return ShipDiagnostics.Refused(realm.Authority, (int)response.StatusCode, "it gives no token");
            var content = await BoundedBody.ReadAsync(response, LargestAnswer, cancellation);
            var answer = content is null ? null : JsonSerializer.Deserialize(content, OciJson.Default.TokenAnswer);
            if ((answer?.AccessToken ?? answer?.Token) is not { Length: > 0 } token || token.AsSpan().ContainsAnyExceptInRange('!', '~'))
                return ShipDiagnostics.BadAnswer(realm.Authority, "it answers with no token");
            known[scope] = new AuthenticationHeaderValue("Bearer", token);
            return null;
        }
        catch (JsonException)
        {
            return ShipDiagnostics.BadAnswer(realm.Authority, "it answers with no token");
        }
    }

    private HttpRequestMessage RequestOf(Uri realm, string? service, RegistryScope scope, Credential? credential)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        if (service is not null)
            parameters.Add(new("service", service));
        parameters.Add(new("scope", scope.Text(repository.Path)));
        if (credential?.IdentityToken is { } refresh)
        {
            parameters.AddRange([new("grant_type", "refresh_token"), new("client_id", "envc"), new("refresh_token", refresh)]);
            return new HttpRequestMessage(HttpMethod.Post, realm) { Content = new FormUrlEncodedContent(parameters) };
        }

        var query = string.Join('&', parameters.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(realm) { Query = $"{realm.Query.TrimStart('?')}{(realm.Query.Length > 1 ? "&" : "")}{query}" }.Uri);
        if (credential is not null)
            request.Headers.Authorization = Basic(credential);
        return request;
    }
}
