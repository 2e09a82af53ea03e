#include "base/sqlite.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "support/temporary_directory.hpp"

namespace carrot::sqlite {
namespace {

Result<std::string> note(Database& db, int id) {
    auto select = TRY(db.prepare("SELECT text FROM note WHERE id = ?"));
    TRY(select.bind(id));
    if (!TRY(select.next())) return fail(ErrorCode::not_found, "note {}: no such note", id);
    return std::string(select.text(0));
}

Database with_notes(const std::filesystem::path& path) {
    auto db = Database::open(path).value();
    EXPECT_TRUE(db.execute("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text)"));
    return db;
}

TEST(Sqlite, FindsAfterReopeningWhatWasCommitted) {
    const tests::TemporaryDirectory folder;
    const auto path = folder.path() / "notes.sqlite";
    {
        auto db = with_notes(path);
        auto transaction = Transaction::begin(db).value();
        ASSERT_TRUE(db.prepare("INSERT INTO note VALUES (?, ?)").value().run(1, "kept"));
        ASSERT_TRUE(transaction.commit());
    }
    auto db = with_notes(path);
    EXPECT_EQ(note(db, 1).value(), "kept");
    EXPECT_EQ(note(db, 2).error().code, ErrorCode::not_found);
}

TEST(Sqlite, RollsBackWithoutACommit) {
    auto db = with_notes(":memory:");
    {
        auto transaction = Transaction::begin(db).value();
        ASSERT_TRUE(db.prepare("INSERT INTO note VALUES (1, 'lost')").value().run());
    }
    EXPECT_FALSE(note(db, 1));
}

TEST(Sqlite, TellsEmptyFromNull) {
    auto db = with_notes(":memory:");
    auto insert = db.prepare("INSERT INTO note VALUES (?, ?)").value();
    ASSERT_TRUE(insert.run(1, Bytes{}));
    ASSERT_TRUE(insert.run(2, std::optional<Bytes>()));
    auto select = db.prepare("SELECT text FROM note ORDER BY id").value();
    ASSERT_TRUE(select.next().value());
    EXPECT_FALSE(select.is_null(0));
    ASSERT_TRUE(select.next().value());
    EXPECT_TRUE(select.is_null(0));
}

TEST(Sqlite, NamesAFileThatIsNoDatabase) {
    const tests::TemporaryDirectory folder;
    const auto path = folder.path() / "text";
    ASSERT_TRUE(write_file(path, as_bytes(std::string(4096, 'x'))));
    const auto opened = Database::open(path);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::corrupt_data);
    EXPECT_NE(opened.error().message.find(path.string()), std::string::npos);
}

TEST(Sqlite, RefusesASecondRowOfOneKey) {
    auto db = with_notes(":memory:");
    auto insert = db.prepare("INSERT INTO note VALUES (1, 'x')").value();
    ASSERT_TRUE(insert.run());
    EXPECT_EQ(insert.run().error().code, ErrorCode::already_exists);
}

}  // namespace
}  // namespace carrot::sqlite
