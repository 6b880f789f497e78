using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EdgeWarning.Gateway.People;

/// <summary>Writes the table of rights into the API's own description: how one proves who one is, and who may use what.</summary>
public static class DescribedRights
{
    private const string Session = "session";
    private const string Key = "key";

    public static void AddRights(this OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Session] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = Cookies.SessionName, Description = "Set by POST /api/session; changes must name our own origin, as browsers do" },
                [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A machine's key, made by POST /api/keys or gateway key add" },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (Rights.Table.TryGetValue($"{context.Description.HttpMethod} /{context.Description.RelativePath}", out var right) && !right.IsOpen)
            {
                Describe(operation, right, context.Document!);
            }

            return Task.CompletedTask;
        });
    }

    private static void Describe(OpenApiOperation operation, Right right, OpenApiDocument document)
    {
        operation.Description = right.IsPersonal ? "For every person who is signed in." : $"For {string.Join(", ", Roles.Names(right.Roles))}{(right.Bearers switch { Bearers.Machines => ", with a key only", Bearers.People => ", people only", _ => "" })}.";
        operation.Responses ??= [];
        operation.Responses.TryAdd("401", new OpenApiResponse { Description = "Nobody is signed in, or the key is unknown or revoked" });
        operation.Responses.TryAdd("403", new OpenApiResponse { Description = "Signed in, but this is for others, or it comes from another site's page" });
        operation.Security =
        [
            .. right.Bearers == Bearers.Machines ? [] : new[] { Needs(Session, document) },
            .. right.IsPersonal || right.Bearers == Bearers.People ? [] : new[] { Needs(Key, document) },
        ];
    }

    private static OpenApiSecurityRequirement Needs(string scheme, OpenApiDocument document) => new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
