using System.Collections.Frozen;
using System.Security.Cryptography;
using Dapper;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Protocol;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Devices;

/// <summary>Boards that were added, or all the reasons why none was.</summary>
public sealed record AddOutcome(IReadOnlyList<Board> Added, IReadOnlyList<string> Faults);

/// <summary>
/// The boards of this gateway. Questions are answered from a snapshot in memory (every message asks); changes go through the store, and a change
/// that a command line made beside a running gateway is found by <see cref="RefreshIfChanged"/>.
/// </summary>
public sealed class BoardRegistry
{
    /// <summary>0.2 mm, the usual bucket. Source: GB/T 21978.2 type gauges.</summary>
    private const int UsualTipMicrometres = 200;

    private readonly Database _database;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;
    private volatile Snapshot _snapshot;

    public BoardRegistry(Database database, AuditLog audit, TimeProvider clock)
    {
        _database = database;
        _audit = audit;
        _clock = clock;
        _snapshot = Load();
    }

    /// <summary>The list has changed. On any thread; must not block.</summary>
    public event Action? Changed;

    /// <summary>All boards by id.</summary>
    public IReadOnlyList<Board> All => _snapshot.Boards;

    public Board? Find(string id) => _snapshot.ById.TryGetValue(id, out Entry? entry) ? entry.Board : null;

    /// <summary>The board's secret; null when there is no such board. Never log it.</summary>
    public byte[]? KeyOf(string id) => _snapshot.ById.TryGetValue(id, out Entry? entry) ? entry.Key : null;

    /// <summary>Whom the private broker lets in.</summary>
    public IReadOnlyCollection<BrokerUser> BrokerUsers => _snapshot.Users;

    /// <summary>Adds boards: all of them or, when anything is wrong with one, none.</summary>
    public async Task<AddOutcome> Add(IReadOnlyList<NewBoard> boards, string who, CancellationToken stopping = default)
    {
        string[] faults = [.. boards.SelectMany(board => BoardCheck.FaultsOf(board).Select(fault => $"{board.Id}: {fault}"))];
        if (faults.Length > 0)
        {
            return new AddOutcome([], faults);
        }

        AddOutcome outcome = await _database.Write((db, transaction) => Insert(db, transaction, boards, who), stopping);
        if (outcome.Added.Count > 0)
        {
            Refresh();
        }

        return outcome;
    }

    /// <summary>Adds what a CSV list names (<see cref="BoardList"/>): all of it, or nothing and every fault with its line.</summary>
    public async Task<AddOutcome> Import(TextReader csv, string who, CancellationToken stopping = default)
    {
        BoardListReading list = BoardList.Read(csv);
        return list.Faults.Count > 0 ? new AddOutcome([], list.Faults) : await Add(list.Boards, who, stopping);
    }

    /// <summary>Takes up changes that another process made; true when there were any.</summary>
    public bool RefreshIfChanged()
    {
        long version = _database.Read(db => db.ExecuteScalar<long>("SELECT version FROM boards_version"));
        if (version == _snapshot.Version)
        {
            return false;
        }

        Refresh();
        return true;
    }

    private void Refresh()
    {
        _snapshot = Load();
        Changed?.Invoke();
    }

    private AddOutcome Insert(SqliteConnection db, SqliteTransaction transaction, IReadOnlyList<NewBoard> boards, string who)
    {
        var taken = db.Query<string>("SELECT id FROM boards", transaction: transaction).ToHashSet(StringComparer.Ordinal);
        string[] faults = [.. boards.Where(board => !taken.Add(board.Id)).Select(board => $"{board.Id}: there is a board with this id already")];
        if (faults.Length > 0)
        {
            return new AddOutcome([], faults);
        }

        long now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        var added = new List<Board>(boards.Count);
        foreach (NewBoard board in boards)
        {
            byte[] key = board.Key ?? RandomNumberGenerator.GetBytes(Credentials.KeyBytes);
            int? tip = board.TipMicrometres ?? (BoardKinds.MeasuresRain(board.Kind) ? UsualTipMicrometres : null);
            long number = db.ExecuteScalar<long>(
                """
                INSERT INTO boards(id, kind, village, village_name, latitude, longitude, tip_um, key, broker_password, added_ms)
                VALUES(@Id, @Kind, @Village, @VillageName, @Latitude, @Longitude, @tip, @key, @password, @now) RETURNING number
                """,
                new
                {
                    board.Id,
                    board.Kind,
                    board.Village,
                    board.VillageName,
                    board.Latitude,
                    board.Longitude,
                    tip,
                    key,
                    password = BrokerPassword.Hash(Credentials.MqttPassword(key)),
                    now,
                },
                transaction);
            added.Add(new Board(number, board.Id, board.Kind, board.Village, board.VillageName, board.Latitude, board.Longitude, tip, now));
        }

        string subject = added.Count == 1 ? added[0].Id : $"{added.Count} boards";
        _audit.Append(db, transaction, new AuditEntry(who, "board added", subject, string.Join(' ', added.Take(100).Select(board => board.Id))));
        return new AddOutcome(added, []);
    }

    private Snapshot Load() => _database.Read(db =>
    {
        long version = db.ExecuteScalar<long>("SELECT version FROM boards_version");
        List<Row> rows = db.Query<Row>(
            """
            SELECT number, id, kind, village, village_name AS VillageName, latitude, longitude, tip_um AS TipMicrometres,
                   added_ms AS AddedMs, key, broker_password AS BrokerPassword
            FROM boards ORDER BY id
            """).AsList();
        return new Snapshot(
            version,
            [.. rows.Select(row => row.ToBoard())],
            rows.ToFrozenDictionary(row => row.Id, row => new Entry(row.ToBoard(), row.Key), StringComparer.Ordinal),
            [.. rows.Select(row => new BrokerUser(row.Id, row.BrokerPassword))]);
    });

    private sealed class Row
    {
        public long Number { get; init; }

        public string Id { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Village { get; init; } = "";

        public string VillageName { get; init; } = "";

        public double? Latitude { get; init; }

        public double? Longitude { get; init; }

        public long? TipMicrometres { get; init; }

        public long AddedMs { get; init; }

        public byte[] Key { get; init; } = [];

        public string BrokerPassword { get; init; } = "";

        public Board ToBoard() => new(Number, Id, Kind, Village, VillageName, Latitude, Longitude, TipMicrometres, AddedMs);
    }

    private sealed class Entry(Board board, byte[] key)
    {
        public Board Board { get; } = board;

        public byte[] Key { get; } = key;
    }

    private sealed class Snapshot(
        long version, IReadOnlyList<Board> boards, FrozenDictionary<string, Entry> byId, IReadOnlyCollection<BrokerUser> users)
    {
        public long Version { get; } = version;

        public IReadOnlyList<Board> Boards { get; } = boards;

        public FrozenDictionary<string, Entry> ById { get; } = byId;

        public IReadOnlyCollection<BrokerUser> Users { get; } = users;
    }
}
